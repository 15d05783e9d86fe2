"""Documents that point to each other and are copies of each other, in one store and in several."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from hypothesis import strategies as st

from index.originals import FileEntry, FileReport, FileStatus
from index.records import BlockKind, Context, Document, Origin, Passage, Span
from index.storage.joined.about import About
from index.storage.joined.about_writer import write_about
from index.storage.joined.joined_texts import JoinedTexts
from index.storage.texts import Store
from index.storage.texts_writer import NewDocument, write_store
from tests.index.shaped import SHAPE, TEXT

# Some of these are nearly the same.
_LONG = " ".join(f"Word {n} of the story of the otter and the heron." for n in range(30))
_TEXTS = [
    _LONG,
    f"{_LONG} The end.",
    f"{_LONG} The end, again.",
    "Fünf 🦀.\n\nSechs. ",
    "Kelp.",
    TEXT,
]
_POINTERS = [None, None, "", "b0.md", "a/a1.md", "Guide", "https://example.org/1", "nowhere.md"]
_FILES = [
    FileEntry(name, f"/data/{name}", FileReport(name, status, "why"), "00")
    for name, status in [("a/a1.md", FileStatus.INDEXED), ("x.bin", FileStatus.UNSUPPORTED)]
]


def _document(number: int, text: str, known: tuple[str | None, ...]) -> Document:
    told, title, url, day, language = known
    folder = "a/a" if number % 2 else "b"
    name = f"{folder}{number}.md"
    return Document(
        *(name, title or name, text, sha256(text.encode()).hexdigest(), day, number % 3 == 0),
        SHAPE if text == TEXT else replace(SHAPE, blocks=(), links=(), places=()),
        Origin(name, "A. Heron" if number % 4 else None, None, language, url, (), told),
    )


def _passages(text: str) -> list[Passage]:
    """One for each line, of one or two sentences; the first line stands above the others."""
    found, end = [], 0
    for line in text.splitlines():
        start = text.index(line, end) if line.strip() else end
        if line.strip():
            stop = start + len(line.rstrip())
            middle = start + (stop - start) // 2
            spans = (Span(start, middle), Span(middle, stop)) if len(found) % 2 else ()
            found.append(
                Passage(start, stop, spans or (Span(start, stop),), _context(found, spans))
            )
        end = start + len(line)
    return [replace(one, language="de") if "ü" in text else one for one in found]


def _context(before: Sequence[Passage], spans: Sequence[Span]) -> Context:
    if not before:
        return Context()
    first = before[0].sentences[0]
    count = len(spans) or 1
    kinds = (BlockKind.HEADING, *[BlockKind.ITEM] * count)
    return Context((first,), kinds, (None, *[0] * count))


_known = st.tuples(
    st.sampled_from(_POINTERS),
    st.sampled_from([None, "Guide", "Story"]),
    st.sampled_from([None, "https://example.org/1", "https://example.org/2"]),
    st.sampled_from([None, "2020-01-01", "2024-05-05T10:00:00"]),
    st.sampled_from([None, "en", "de-AT"]),
)
documents = st.lists(st.tuples(st.sampled_from(_TEXTS), _known), min_size=1, max_size=9).map(
    lambda drawn: [_document(number, *one) for number, one in enumerate(drawn)]
)


def new(document: Document) -> NewDocument:
    """The document and its passages, as they are written."""
    return document, _passages(document.text)


def joined(folder: Path, parts: Sequence[Sequence[Document]]) -> JoinedTexts:
    """The documents, each part of them in a store of its own."""
    stores = []
    for number, part in enumerate(parts):
        path = folder / f"{number}.sqlite"
        written = [new(document) for document in part]
        counts = [
            n % 3 for _, passages in written for p in passages for n in range(len(p.sentences))
        ]
        write_store(path, written, counts)
        stores.append(Store(path))
    write_about(folder / "about.sqlite", stores, _FILES)
    return JoinedTexts(stores, About(folder / "about.sqlite"))


def cut(documents: Sequence[Document], places: Sequence[int]) -> list[Sequence[Document]]:
    """The documents, parted at places that may be equal or beyond their end."""
    edges = [0, *sorted(place % (len(documents) + 1) for place in places), len(documents)]
    return [documents[one:other] for one, other in pairwise(edges)]
