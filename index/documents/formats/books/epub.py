"""Reads a book in EPUB: its chapters in order, as one document with a place for each."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

from lxml import etree

from index.documents.formats.books.epub_package import Chapter, EpubPackage, package_of
from index.documents.formats.decoding.zipped import Archive, open_archive
from index.documents.formats.elements.charset import decode_page
from index.documents.formats.elements.page_tree import tree_of
from index.documents.formats.elements.tree_text import TreeText
from index.documents.shape import TextBuilder
from index.errors import Unreadable
from index.originals import FileStatus, Original
from index.records import RawDocument


def read_epub(original: Original) -> Iterator[RawDocument]:
    """Yield the document of a book. Raises Unreadable: ENCRYPTED, TOO_LARGE, EMPTY or BROKEN."""
    archive = open_archive(original.data, original.password)
    package = package_of(archive)
    builder = TextBuilder()
    warnings = _Book(archive, package, builder).read()
    text, shape = builder.build()
    if not text:
        raise Unreadable(warnings[0] if warnings else "a book without text", FileStatus.EMPTY)
    yield RawDocument(
        document_id=original.name,
        text=text,
        title=package.title,
        published=package.published,
        shape=shape,
        author=package.author,
        language=package.language,
        warnings=tuple(warnings),
    )


class _Book:
    """A book on its way into a text."""

    def __init__(self, archive: Archive, package: EpubPackage, builder: TextBuilder) -> None:
        self._archive = archive
        self._files = package.files
        self._builder = builder
        self._place = ExitStack()  # the chapter under way
        self._chapters: dict[str, dict[str, Chapter]] = {}  # by file and anchor
        for chapter in package.chapters:
            self._chapters.setdefault(chapter.file, {}).setdefault(chapter.anchor, chapter)

    def read(self) -> list[str]:
        """Append the text of all files; return warnings for a person."""
        warnings = []
        reader = TreeText(self._builder)
        with self._place:
            for file in self._files:
                anchors = {
                    anchor: partial(self._begin, chapter)
                    for anchor, chapter in self._chapters.get(file, {}).items()
                }
                anchors.pop("", lambda: None)()  # the chapter that begins with the file
                try:
                    root = tree_of(decode_page(self._archive.read(file)).text)
                    if root is not None:
                        reader.read(root, file, anchors)
                except (etree.LxmlError, RecursionError, ValueError):
                    warnings.append(f"a chapter cannot be read: {file}")
                except Unreadable as error:
                    if error.status in (FileStatus.ENCRYPTED, FileStatus.TOO_LARGE):
                        raise
                    warnings.append(f"a chapter cannot be read: {file} ({error})")
        return warnings

    def _begin(self, chapter: Chapter) -> None:
        """Begin a chapter, which ends where the next begins."""
        self._place.close()
        label = f'chapter "{chapter.title}"'
        self._place.enter_context(self._builder.at("part", chapter.title, label))
