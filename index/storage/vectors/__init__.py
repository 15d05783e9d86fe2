"""The vectors of passages, sentences and words, searched by inner product (FAISS) or read by row.

In: vectors block by block, and the files of one or more segments; a question's vector.
Out: these files; all their rows as one, the best of them, and their scores.
Unknown here: whose vectors they are, how they are made, and which segments a generation has.

Few vectors are compared one by one. Of many, short codes are compared: one bit a dimension
("product quantisation", Jégou, Douze & Schmid, 2011, 4 bits for every 4 dimensions, scanned in
registers as by André, Kermarrec & Le Scouarnec, "Quick ADC", 2017). Of very many, the codes stand
in lists, each around its own centre, and only the lists nearest to the question are scanned
("inverted file", also Jégou et al.). The best codes are compared once more by their vectors, which
stay in files. `python -m tests.benchmarks growth` measures all this.
"""

from typing import Protocol

from index.records import Mask, Rows, Vectors

EXACT, COMPRESSED, LISTED = "exact", "compressed", "listed"
# Comparing this many one by one takes 3 ms, and holding them 75 MB (384 dimensions).
MOST_EXACT = 50_000
MOST_SCANNED = 200_000  # codes that are scanned whole; more stand in lists
GROUP = 4  # dimensions that share a code of 4 bits


class VectorIndex(Protocol):
    """Unit vectors by row number. A score is the inner product: a cosine in [-1, 1].

    Safe to use from any number of threads.
    """

    dimension: int

    def __len__(self) -> int: ...

    def search(self, query: Vectors, k: int, among: Mask | None = None) -> tuple[Rows, Vectors]:
        """Return rows and scores of the best `k` vectors, best first; fewer where there are fewer.

        query: float32, shape (dimension,). among: bool, shape (len(self),); the best of the rows
        that it allows are returned. Rows: int64, scores: float32, both of shape (results,).
        """
        ...

    def take(self, rows: Rows) -> Vectors:
        """Return the vectors at `rows`: float32, shape (len(rows), dimension).

        rows: int64, shape (n,).
        """
        ...


def kind_for(count: int, dimension: int, before: str | None = None) -> str:
    """Return how this many vectors are to be kept: EXACT, COMPRESSED or LISTED.

    before: how they are kept so far. Fewer vectors than then stay so until they are fewer than half
    of what it takes, since another kind means that all their files are written anew.
    """
    if dimension % GROUP:
        return EXACT
    least = {LISTED: MOST_SCANNED, COMPRESSED: MOST_EXACT}  # the highest first
    for kind, limit in least.items():
        if count > limit or (kind == before and 2 * count >= limit):
            return kind
    return EXACT
