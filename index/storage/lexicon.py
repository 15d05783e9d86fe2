"""The words of a generation: an index that ranks passages by BM25 (tantivy)."""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tantivy

from index.records import Mask, Rows

_TOKENIZER = "pincite_en"
_HEAP_BYTES = 64 * 2**20
_LONGEST_TERM = 60
_MOST_NAMED = 10_000  # rows; to name more takes longer than to leave out what is not allowed
_OS_ERROR = re.compile(r"(?:os error|code:) (\d+)")

# Words that a question is asked with, and that say nothing of what it is about.
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
    """The index terms of a text, in order: lower case, stemmed, without stop words."""
    found: list[str] = _ANALYZER.analyze(text)
    return found


def number_of(term: str) -> int:
    """A number of 32 bits that stands for a term where many are stored: its CRC-32.

    Two terms may share one. A question is compared with some 2,000 terms, so of questions of ten
    one in 200,000 meets a term that only looks like one of its own, and takes it for that.
    """
    return zlib.crc32(term.encode())


def write_lexicon(folder: Path, passages: Iterable[str]) -> None:
    """Write an index of the passages into the empty `folder`; row i is the i-th passage.

    One thread writes, and merges are awaited, so that afterwards the files are final. Raises
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
        writer.commit()  # its thread died; this raises of what
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
    """A failing disk is an OSError: tantivy raises a ValueError with the number in its text."""
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
            # A generation never changes; a reader that looks for new commits would write its
            # lock file into a folder that may be being pruned.
            index.config_reader(reload_policy="manual")
            index.register_tokenizer(_TOKENIZER, _ANALYZER)
            self._index = index
            self._searcher = index.searcher()

    @property
    def passages(self) -> int:
        count: int = self._searcher.num_docs
        return count

    def search(
        self, question: str, k: int, among: Mask | None = None
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        """Rows and BM25 scores of the best `k` passages, best first; only those that match.

        among: shape (passages,); of the rows that it allows alone. What a word is worth is counted
        in all passages all the same.
        """
        words = set(terms(question))
        if not words:
            return np.empty(0, np.int64), np.empty(0)
        query = self._any_of("text", sorted(words))
        if among is None:
            return self._best(query, k)
        allowed = np.flatnonzero(among)
        if len(allowed) <= _MOST_NAMED:
            only = tantivy.Query.term_set_query(self._index.schema, "row", allowed.tolist())
            both = [(tantivy.Occur.Must, query), (tantivy.Occur.Must, _without_score(only))]
            return self._best(tantivy.Query.boolean_query(both), k)
        return self._best_among(query, k, among, 2 * k * len(among) // max(len(allowed), 1))

    def _any_of(self, field: str, words: Sequence[str]) -> tantivy.Query:
        schema = self._index.schema
        queries = (tantivy.Query.term_query(schema, field, word, "freq") for word in words)
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])

    def _best(self, query: tantivy.Query, k: int) -> tuple[Rows, npt.NDArray[np.float64]]:
        hits = self._searcher.search(query, k, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return np.array(rows, np.int64), np.array([score for score, _ in hits], float)

    def _best_among(
        self, query: tantivy.Query, k: int, among: Mask, asked: int
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        """Of many rows that are allowed: ask for more than `k`, until enough of what comes is."""
        while True:
            rows, scores = self._best(query, asked)
            is_allowed = among[rows]
            if len(rows) < asked or np.count_nonzero(is_allowed) >= k:
                return rows[is_allowed][:k], scores[is_allowed][:k]
            asked *= 4

    def rarity(self, term: str) -> float:
        """Inverse document frequency of a term as BM25 has it; high for a term in no passage."""
        n = self._searcher.doc_freq("text", term)
        return float(np.log1p((self.passages - n + 0.5) / (n + 0.5)))
