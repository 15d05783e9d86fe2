"""The values that flow through the index. All offsets count code points; ends are exclusive."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.originals import FileReport, Original

Vectors = npt.NDArray[np.float32]
"""Vectors, one a row, or a single one."""
Bits = npt.NDArray[np.uint8]
"""Rows of bytes."""
Rows = npt.NDArray[np.int64]
"""Row numbers of documents, passages, sentences or words: shape (n,)."""
Mask = npt.NDArray[np.bool_]
"""Whether each row of a kind is allowed: shape (all rows of the kind,)."""


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` of the text that the context names."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return what stands there in `text`."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to index. document_id: its path relative to its root.

    path: where it lies; see `index.roots` for objects. stamp: of an object, what changes with its
    content; None for files of folders. size: of an object, in bytes. sha256: of its bytes, where
    that is known before they are read, since they never change.
    """

    document_id: str
    path: Path
    stamp: str | None = None
    size: int = 0
    sha256: str | None = None


class BlockKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list
    ROW = "row"  # of a table
    CODE = "code"
    QUOTATION = "quotation"
    NOTE = "note"  # a footnote, a caption


@dataclass(frozen=True, slots=True)
class Block:
    """`text[start:end]` of a document, and what it is. Blocks lie one after the other.

    level: of a heading, from 1; of an item, how deep its list is nested, from 1; 0 of others. An
    item begins with its mark ("- ", "3. "), which is part of no sentence; the items of a list of
    definitions have none. number: of an item in a numbered list. language: of code, as its author
    names it. header: whether a row names the columns. cells: of a row. under: the place, in the
    document's blocks, of the block that says what this one is about: the heading above it; of an
    item or code its lead-in or the item above; of a row its header; of a footnote what refers to
    it. None where there is none. Whoever follows it upward meets every heading on the way.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    number: int | None = None
    language: str | None = None
    header: bool = False
    cells: tuple[Span, ...] = ()
    under: int | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Link:
    """`text[start:end]` of a document points to `href`."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where in its original a stretch of a document stands: page 7, slide 3, sheet Prices.

    kind: page, slide, sheet, row, message, part; time, of captions; ocr for text that was read from
    a picture. value: as people say it. Places of one kind lie one after the other; those of several
    kinds lie in layers. label: None for kind and value.
    """

    kind: str
    value: str
    start: int
    end: int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What a format knows of a text beside its characters, in order of `start`."""

    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    places: tuple[Place, ...] = ()

    def number_at(self, position: int) -> int | None:
        """Return the number of the last block that starts at a position or before it, if any."""
        number = bisect_right(self.blocks, position, key=lambda block: block.start) - 1
        return number if number >= 0 else None

    def places_of(self, span: Span) -> list[Place]:
        """Return the places that share a character with `span`: by start, the outermost first."""
        touching = [p for p in self.places if p.start < span.end and p.end > span.start]
        return sorted(touching, key=lambda place: (place.start, -place.end))


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file's text as its format gives it, and what the file says of itself.

    published: a day, `2026-05-31`. language: of the text, as BCP 47 writes it (`en`, `pt-BR`). url:
    where the document was published. superseded: where its successor is, as the file points to it;
    "" where the file says that it is out of date and names none. All of these are None where the
    file does not say. shape: empty where the format has none. warnings: what the reader of the
    format could not do, in words for a person ("3 of 9 pages are pictures without text"). cut: what
    the reader has left out that is furniture of a page, in order.
    """

    document_id: str
    text: str
    title: str | None = None
    published: str | None = None
    shape: Shape = Shape()
    author: str | None = None
    site: str | None = None
    language: str | None = None
    url: str | None = None
    warnings: tuple[str, ...] = ()
    superseded: str | None = None
    cut: tuple[str, ...] = ()


Reader = Callable[[Original], Iterator[RawDocument | FileReport]]
"""Yields the documents in a file, and a report of each part that cannot be read.

The path of such a report is the name of the part. Raises Unreadable where the whole file cannot be
read.
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from. file: the id of the file it was read from; "" if of none.

    The rest is what the file says of the document: see `RawDocument`.
    """

    file: str = ""
    author: str | None = None
    site: str | None = None
    language: str | None = None
    url: str | None = None
    warnings: tuple[str, ...] = ()
    superseded: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A cleaned document.

    sha256: the hash of `text`, which names this version of it. stale: whether its file could not be
    read when the index was built; this is then its last good text. shape: its blocks cover all of
    the text but the white space between them. superseded_by: known of stored documents alone; see
    `StoredDocument`.
    """

    document_id: str
    title: str
    text: str
    sha256: str
    published: str | None = None
    stale: bool = False
    shape: Shape = Shape()
    origin: Origin = Origin()
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """Boilerplate that cleaning took out of a document."""

    document_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentences of a passage are part of, and what they stand under.

    above: what they stand under outside the passage, in order: headings, lead-ins, header rows, as
    spans of the document's text. kinds: of the block that each of these, and then each sentence, is
    in; a row that names columns counts as a heading. under: of each of the same the place among
    them of what it stands under, None where there is none. All are empty where nothing is known.
    """

    above: tuple[Span, ...] = ()
    kinds: tuple[BlockKind, ...] = ()
    under: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """`document.text[start:end]`, and the sentences in it, as spans of the document's text.

    language: that it is in; ISO 639-1.
    """

    start: int
    end: int
    sentences: tuple[Span, ...]
    context: Context = Context()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage as the encoder sees it. sentences: as spans of `text`."""

    text: str
    sentences: tuple[Span, ...]

    @classmethod
    def cut_from(cls, text: str, passage: Passage, begin: int = 0) -> "PassageText":
        """Return the passage with its sentences counted from its own start.

        text: the document's, or the part of it that begins at `begin` and holds the passage.
        """
        start = passage.start
        spans = tuple(Span(s.start - start, s.end - start) for s in passage.sentences)
        return cls(text[start - begin : passage.end - begin], spans)


@dataclass(frozen=True, slots=True, eq=False)  # comparing arrays with == is ambiguous
class PassageVectors:
    """Unit vectors of one passage.

    passage: float32, shape (dimension,). sentences: float32, shape (sentences, dimension). words:
    the signs of the components of each content word's vector (index.storage.word_vectors), in
    order; uint8, shape (words, bytes). word_counts: how many content words each sentence has.
    """

    passage: Vectors
    sentences: Vectors
    words: Bits
    word_counts: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.passage.ndim != 1 or self.sentences.shape[1:] != self.passage.shape:
            raise ValueError(
                f"sentence vectors of shape {self.sentences.shape} do not fit "
                f"a passage vector of shape {self.passage.shape}"
            )
        if (len(self.word_counts), sum(self.word_counts)) != (len(self.sentences), len(self.words)):
            raise ValueError("the words' vectors are not those of the sentences")


@dataclass(frozen=True, slots=True, eq=False)
class QuestionVectors:
    """Unit vectors of a question.

    whole: float32, shape (dimension,). tokens: of all its tokens; float32, shape (tokens,
    dimension). words: of its content words, in order; float32, shape (words, dimension). Without
    token vectors in the model, `tokens` and `words` are empty; `words` is so too where the question
    exceeds the model's window. waited_ms: how long the question waited for others to be encoded.
    """

    whole: Vectors
    tokens: Vectors
    words: Vectors
    waited_ms: float = 0.0

    @property
    def nbytes(self) -> int:
        """How many bytes the vectors take."""
        return self.whole.nbytes + self.tokens.nbytes + self.words.nbytes
