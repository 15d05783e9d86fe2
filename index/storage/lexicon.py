"""The word index of a generation, which ranks passages by BM25 (tantivy)."""

import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tantivy

from index.records import Mask, Rows

_TOKENIZER = "pincite_en"
_HEAP_BYTES = 64 * 2**20
_LONGEST_TERM = 60
_MOST_NAMED = 10_000  # rows; to name more takes longer than to drop those that are not allowed
_OS_ERROR = re.compile(r"(?:os error|code:) (\d+)")

# Words that a question is asked with, but that do not tell what it is about.
STOP_WORDS = (
    "a an and are as at be been being but by can could did do does for from had has have he her"
    " his how i if in into is it its many me much my no not of on or our please she should so some"
    " such tell than that the their them then there these they this those to was we were what when"
    " where which who whom whose why will with would you your s t"
).split()


def _analyzer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.remove_long(_LONGEST_TERM),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.custom_stopword(STOP_WORDS),
        tantivy.Filter.stemmer("english"),
    ):
        builder = builder.filter(step)
    return builder.build()


_ANALYZER = _analyzer()


def terms(text: str) -> list[str]:
    """Return the index terms of a text, in order: lower case, stemmed, without stop words."""
    analyzed: list[str] = _ANALYZER.analyze(text)
    return analyzed


def number_of(term: str) -> int:
    """Return the number of 32 bits that stands for a term where many are stored: its CRC-32.

    Two terms may share a number. A question is compared with some 2,000 terms, so one in 200,000
    questions of ten terms takes another term for one of its own.
    """
    return zlib.crc32(term.encode())


def write_lexicon(folder: Path, passages: Iterable[str]) -> None:
    """Write an index of the passages into the new `folder`; row i is the i-th passage.

    One thread writes, and merges are awaited, so that the files are final on return. Raises
    OSError, errno ENOSPC where the disk is full.
    """
    folder.mkdir()
    with _os_errors(folder):
        _write(folder, passages)


def _write(folder: Path, passages: Iterable[str]) -> None:
    index = tantivy.Index(_schema(), path=str(folder))
    index.register_tokenizer(_TOKENIZER, _ANALYZER)
    writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
    try:
        _add(writer, passages)
    except ValueError:
        writer.commit()  # its thread died; this raises the cause
        raise
    writer.commit()
    writer.wait_merging_threads()


def _add(writer: tantivy.IndexWriter, passages: Iterable[str]) -> None:
    for row, text in enumerate(passages):
        document = tantivy.Document()
        document.add_unsigned("row", row)
        document.add_text("text", text)
        writer.add_document(document)


@contextmanager
def _os_errors(folder: Path) -> Iterator[None]:
    """Raise a failing disk as OSError: tantivy raises ValueError with the number in its text."""
    try:
        yield
    except ValueError as error:
        number = _OS_ERROR.search(str(error))
        if not number:
            raise
        raise OSError(int(number[1]), f"{folder}: {error}") from error


def _without_score(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_unsigned_field("row", fast=True, indexed=True)
    return builder.build()


class Lexicon:
    """The word index of one generation, opened for reading."""

    def __init__(self, folder: Path) -> None:
        with _os_errors(folder):
            index = tantivy.Index.open(str(folder))
            # A generation never changes. A reader that looked for new commits would write a lock
            # file into a folder that is perhaps being pruned.
            index.config_reader(reload_policy="manual")
            index.register_tokenizer(_TOKENIZER, _ANALYZER)
            self._index = index
            self._searcher = index.searcher()

    @property
    def passages(self) -> int:
        """How many passages it holds."""
        count: int = self._searcher.num_docs
        return count

    def search(
        self, question: str, k: int, among: Mask | None = None
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        """Return rows and BM25 scores of the best `k` passages that match, best first.

        Rows: int64, scores: float64, both of shape (matches,). among: bool, shape (passages,); only
        rows that it allows are returned. The rarity of a word is counted in all passages even so.
        """
        words = set(terms(question))
        if not words:
            return np.empty(0, np.int64), np.empty(0)
        return self._ranked(self._of(words, tantivy.Occur.Should), k, among)

    def holding(self, words: Iterable[str], k: int, among: Mask | None = None) -> Rows:
        """Return the rows of the best `k` passages that hold all of these terms, best first.

        int64, shape (matches,). words: at least one, as `terms` returns them. among: as in
        `search`.
        """
        return self._ranked(self._of(set(words), tantivy.Occur.Must), k, among)[0]

    def _of(self, words: Iterable[str], occur: tantivy.Occur) -> tantivy.Query:
        """Return the query for passages with any of the terms, or with all of them."""
        schema = self._index.schema
        queries = (tantivy.Query.term_query(schema, "text", word, "freq") for word in sorted(words))
        return tantivy.Query.boolean_query([(occur, query) for query in queries])

    def _ranked(
        self, query: tantivy.Query, k: int, among: Mask | None
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        """Return rows and scores as `search` does."""
        if among is None:
            return self._best(query, k)
        allowed = np.flatnonzero(among)
        if len(allowed) <= _MOST_NAMED:
            only = tantivy.Query.term_set_query(self._index.schema, "row", allowed.tolist())
            both = [(tantivy.Occur.Must, query), (tantivy.Occur.Must, _without_score(only))]
            return self._best(tantivy.Query.boolean_query(both), k)
        return self._best_among(query, k, among, 2 * k * len(among) // max(len(allowed), 1))

    def _best(self, query: tantivy.Query, k: int) -> tuple[Rows, npt.NDArray[np.float64]]:
        """Return rows and scores as `search` does, of all passages."""
        hits = self._searcher.search(query, k, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return np.array(rows, np.int64), np.array([score for score, _ in hits], float)

    def _best_among(
        self, query: tantivy.Query, k: int, among: Mask, depth: int
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        """Return rows and scores as `search` does, where too many rows are allowed to name them.

        depth: how many passages to ask for at first. It grows until `k` of the results are allowed.
        """
        while True:
            rows, scores = self._best(query, depth)
            is_allowed = among[rows]
            if len(rows) < depth or np.count_nonzero(is_allowed) >= k:
                return rows[is_allowed][:k], scores[is_allowed][:k]
            depth *= 4

    def rarity(self, term: str) -> float:
        """Return the inverse document frequency of a term, as in BM25.

        It is highest for a term that stands in no passage.
        """
        frequency = self._searcher.doc_freq("text", term)
        return float(np.log1p((self.passages - frequency + 0.5) / (frequency + 0.5)))
