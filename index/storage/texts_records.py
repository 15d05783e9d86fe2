"""What a store says of its documents and passages, and where their vectors are."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.records import BlockKind, Document, Origin, Passage, PassageText, Span
from index.storage.shapes.contexts import ContextTables
from index.storage.shapes.shape_tables import shape_hash


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document whose text stays where it is until somebody asks for it.

    row: in its store. cluster: the row of the document that leads all that are nearly the same as
    this one; its own if it leads them, or is alone. superseded_by: the id of the document that
    replaces it, or where the file says that one is; "" if it is out of date and names none, None if
    nothing says so.
    """

    row: int
    document_id: str
    title: str
    sha256: str
    published: str | None
    stale: bool
    origin: Origin
    cluster: int
    superseded_by: str | None
    read: Callable[[], str] = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        """The whole text, read each time. A passage's own text is in StoredPassage."""
        return self.read()


class Upper(NamedTuple):
    """Something that a sentence stands under: a heading, a lead-in, a header row.

    span: in the document's text. text: what stands there, white space in it as single spaces.
    """

    span: Span
    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its `text` and the rows of its vectors.

    above: what its sentences stand under outside it, in the order of `passage.context.above`. row:
    of its own vector. sentence_rows: one for each of its sentences. word_rows: the words of
    sentence i have the rows from `word_rows[i]` to before `word_rows[i + 1]`.
    """

    row: int
    document: StoredDocument
    passage: Passage
    text: str
    above: tuple[str, ...]
    sentence_rows: tuple[int, ...]
    word_rows: tuple[int, ...]

    def of(self, span: Span) -> str:
        """Return the document's text at `span`, which lies in the passage."""
        start = self.passage.start
        return self.text[span.start - start : span.end - start]

    def as_text(self) -> PassageText:
        """Return what a model sees of it, its sentences counted from its own start."""
        return PassageText.cut_from(self.text, self.passage, self.passage.start)

    def kind_of(self, number: int) -> BlockKind:
        """Return the kind of a sentence's block; a paragraph where nothing is known."""
        context = self.passage.context
        return context.kinds[len(context.above) + number] if context.kinds else BlockKind.PARAGRAPH

    def upper(self, number: int) -> list["Upper"]:
        """Return what a sentence stands under, the nearest first."""
        context = self.passage.context
        spans = (*context.above, *self.passage.sentences)
        chain: list[Upper] = []
        place = context.under[len(context.above) + number] if context.under else None
        while place is not None:
            text = self.above[place] if place < len(self.above) else self.of(spans[place])
            chain.append(Upper(spans[place], context.kinds[place], text))
            place = context.under[place]
        return chain

    def in_context(self) -> PassageText:
        """Return what a reader sees: the text under the title and what its sentences stand under.

        The sentences are counted from the start of all that. The text itself is at its end.
        """
        lines = [line for line in (self.document.title, *self.above) if line not in self.text]
        head = "".join(f"{line}\n" for line in dict.fromkeys(lines))
        shift = len(head) - self.passage.start
        spans = [Span(span.start + shift, span.end + shift) for span in self.passage.sentences]
        return PassageText(head + self.text, tuple(spans))

    @property
    def word_counts(self) -> tuple[int, ...]:
        """How many words each of its sentences has."""
        return tuple(end - first for first, end in itertools.pairwise(self.word_rows))


@dataclass(frozen=True, slots=True, eq=False)  # comparing arrays with == is ambiguous
class Outlines:
    """What ranking needs to know of some passages, one after the other, beside their vectors.

    rows: of the passages. titles: of their documents. word_ranges: the rows of each one's words,
    from the first to before the second. sentences: how many each has; int64, shape (passages,).
    words, terms: how many each sentence has; int64, shape (sentences,). term_numbers: of all terms
    of all sentences, as index.storage.words.analysis has them; uint32, shape (terms,). contexts:
    what the sentences stand under.
    """

    rows: Sequence[int]
    titles: Sequence[str]
    word_ranges: Sequence[tuple[int, int]]
    sentences: npt.NDArray[np.int64]
    words: npt.NDArray[np.int64]
    terms: npt.NDArray[np.int64]
    term_numbers: npt.NDArray[np.uint32]
    contexts: ContextTables


class Starts(NamedTuple):
    """Where the rows of a store begin among those of several: the first of each kind."""

    document: int = 0
    passage: int = 0
    sentence: int = 0
    word: int = 0

    def taken_away(self) -> "Starts":
        """Return what leads from rows of several stores to those of the one."""
        return Starts(*(-first for first in self))


@dataclass(frozen=True, slots=True)
class Version:
    """A document as it stands in a generation, without its text.

    shape: the hash of its shape. Both this and the origin are None in a store that holds none.
    passages, sentences, words:
    the rows of its own, each the first and the one after the last.
    """

    row: int
    title: str
    sha256: str
    published: str | None
    stale: bool
    shape: bytes | None
    origin: Origin | None
    passages: tuple[int, int]
    sentences: tuple[int, int]
    words: tuple[int, int]

    def moved(self, by: Starts) -> "Version":
        """Return it with rows that are so much higher."""
        return Version(
            self.row + by.document,
            *(self.title, self.sha256, self.published, self.stale, self.shape, self.origin),
            (self.passages[0] + by.passage, self.passages[1] + by.passage),
            (self.sentences[0] + by.sentence, self.sentences[1] + by.sentence),
            (self.words[0] + by.word, self.words[1] + by.word),
        )

    def is_of(self, document: Document) -> bool:
        """Whether it is this document, unchanged as far as its store can tell."""
        d = document
        return (
            (self.title, self.sha256, self.published, self.stale)
            == (d.title, d.sha256, d.published, d.stale)
            and self.origin in (None, d.origin)
            and (self.shape is None or self.shape == shape_hash(d.shape))
        )

    def has_contents_of(self, document: Document) -> bool:
        """Whether its store holds the text and the shape of this document, in its language."""
        known = None if self.origin is None else self.origin.language
        return (self.sha256, self.shape, known) == (
            *(document.sha256, shape_hash(document.shape)),
            document.origin.language,
        )


class InStore(NamedTuple):
    """Where SQLite can copy a document from.

    uri: of the file of its store, opened for reading. version: the document with its rows there.
    """

    uri: str
    version: Version


class DocumentHead(NamedTuple):
    """What lists of documents are searched and sorted by."""

    document_id: str
    row: int
    title: str
    published: str | None
    stale: bool
    author: str | None
    site: str | None


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its text, for lists. characters: code points.

    author, site, language, url: as the document says; null where it does not.
    """

    document_id: str
    title: str
    sha256: str
    published: str | None
    stale: bool
    characters: int
    passages: int
    author: str | None = None
    site: str | None = None
    language: str | None = None
    url: str | None = None
