"""Signatures -> clusters of documents that are nearly the same.

Each cluster has a leader, its fullest document, and every other member is nearly the same as that
one. So a chain of small changes joins no two documents that have little in common.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from index.records import Rows
from index.storage.related.shingles import NUMBERS, Signatures, alike

# Documents count as copies from this estimate on; docs/documents.md says how it was chosen.
NEARLY_THE_SAME = 0.7
# Two documents are compared where one of so many parts of their signatures is equal ("banding",
# Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3). Of documents that are
# alike to 0.7, 99 % are; of those to 0.3, 12 %.
_BANDS = 16
# Leaders with an equal part: that many have a form in common, not their contents.
_MOST_COMPARED = 200

_Keys = npt.NDArray[np.uint64]


def clusters_of(signatures: Signatures, lengths: Rows, names: Sequence[str]) -> Rows:
    """Return, for each document, the row of the leader of its cluster; its own if it is alone.

    signatures: uint16, shape (documents, NUMBERS). lengths: of the documents, int64, shape
    (documents,), as is the result. names: their ids. Of documents of one length the first by its
    id leads, in whatever rows they stand.
    """
    order = np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)
    clusters = np.empty(len(names), np.int64)
    clusters[order] = order[_clusters_in_order(signatures[order], lengths[order])]
    return clusters


def _clusters_in_order(signatures: Signatures, lengths: Rows) -> Rows:
    """Return what `clusters_of` does, of documents that stand in order of their ids."""
    clusters = np.arange(len(signatures), dtype=np.int64)
    keys = np.ascontiguousarray(signatures).view(np.uint64).reshape(len(signatures), _BANDS)
    leaders: list[dict[int, list[int]]] = [{} for _ in range(_BANDS)]
    for row in _fullest_first(_with_equal_parts(keys), lengths):
        parts = list(zip(leaders, keys[row].tolist(), strict=True))
        found = {leader for band, key in parts for leader in band.get(key, ())}
        leader = _nearest(row, sorted(found), signatures)
        if leader is not None:
            clusters[row] = leader
            continue
        for band, key in parts:
            alike_there = band.setdefault(key, [])
            if len(alike_there) < _MOST_COMPARED:
                alike_there.append(row)
    return clusters


def _with_equal_parts(keys: _Keys) -> Rows:
    """Return the rows that have a part of their signature in common with another."""
    shared = np.zeros(len(keys), np.bool_)
    for band in keys.T:
        order = np.argsort(band, kind="stable")
        equal = band[order][1:] == band[order][:-1]
        shared[order[1:][equal]] = shared[order[:-1][equal]] = True
    return np.flatnonzero(shared)


def _fullest_first(rows: Rows, lengths: Rows) -> Iterator[int]:
    return iter(rows[np.argsort(-lengths[rows], kind="stable")].tolist())


def _nearest(row: int, leaders: list[int], signatures: Signatures) -> int | None:
    """Return the leader that the document is most like, if it is nearly the same."""
    if not leaders:
        return None
    shares = alike(signatures[row], signatures[leaders])
    best = int(shares.argmax())
    return leaders[best] if shares[best] >= NEARLY_THE_SAME else None


assert NUMBERS * 2 == _BANDS * 8  # a part is one number of 64 bits
