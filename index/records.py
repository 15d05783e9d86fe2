"""The values that flow through the index. All offsets count code points, ends are exclusive."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Bits = npt.NDArray[np.uint8]
Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
"""One value for each row of a kind, in order: whether it is allowed."""


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` of whatever text the context names."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to index: `document_id` is its path relative to its root."""

    document_id: str
    path: Path


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file or folder that could not be read, and why, in words for a person."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file's text as its format gives it; `title` and `published` where the format says."""

    document_id: str
    text: str
    title: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A cleaned document. `sha256` is the hash of `text` and names this version of it.

    stale: its file could not be read when the index was built; this is its last good text.
    """

    document_id: str
    title: str
    text: str
    sha256: str
    published: str | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """Boilerplate that cleaning took out of a document."""

    document_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """`document.text[start:end]`, and the sentences in it, as spans of the document's text."""

    start: int
    end: int
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PassageText:
    """What the encoder sees of a passage; `sentences` are spans of `text`."""

    text: str
    sentences: tuple[Span, ...]

    @classmethod
    def cut_from(cls, text: str, passage: Passage, begin: int = 0) -> "PassageText":
        """The passage, its sentences counted from its own start.

        text: the document's, or the part of it that begins at `begin` and holds the passage.
        """
        start = passage.start
        spans = tuple(Span(s.start - start, s.end - start) for s in passage.sentences)
        return cls(text[start - begin : passage.end - begin], spans)


@dataclass(frozen=True, slots=True, eq=False)  # comparing arrays with == is ambiguous
class PassageVectors:
    """Unit vectors of one passage.

    passage: float32, shape (dimension,). sentences: float32, shape (sentences, dimension).
    words: the signs of the components of each content word, in order (index.storage.word_vectors);
    uint8, shape (words, bytes). word_counts: how many content words each sentence has.
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

    whole: float32, shape (dimension,). tokens: of all its tokens, shape (tokens, dimension);
    words: of its content words, in order, shape (words, dimension). Both are empty where the model
    has no token vectors, the latter also where the question exceeds the model's window.
    waited_ms: how long it waited for other questions before it was encoded.
    """

    whole: Vectors
    tokens: Vectors
    words: Vectors
    waited_ms: float = 0.0

    @property
    def nbytes(self) -> int:
        return self.whole.nbytes + self.tokens.nbytes + self.words.nbytes
