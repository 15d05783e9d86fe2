"""What an EPUB says of itself: its chapters in order, their titles, its author.

The layout is that of EPUB 3.3 (the package document, the navigation document) and of EPUB 2 (NCX).
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from index.documents.formats.decoding.xml_tree import xml_of
from index.documents.formats.decoding.zipped import Archive
from index.documents.formats.elements.charset import decode_page
from index.documents.formats.elements.page_tree import tree_of
from index.documents.formats.web.page_details import day_of
from index.errors import Unreadable
from index.originals import FileStatus

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
# Fonts are made unusable outside the book; its text is not touched.
_OF_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")
_DC = "{http://purl.org/dc/elements/1.1/}"


@dataclass(frozen=True, slots=True)
class Chapter:
    """An entry of a table of contents. anchor: where in the file it begins, "" at the top."""

    title: str
    file: str
    anchor: str


@dataclass(frozen=True, slots=True)
class EpubPackage:
    """A book: its files of text in reading order, its chapters, and what it says of itself."""

    files: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    title: str | None
    author: str | None
    language: str | None
    published: str | None


def package_of(archive: Archive) -> EpubPackage:
    """Return what the book says of itself. Raises Unreadable: ENCRYPTED, or BROKEN."""
    rootfile = next(xml_of(archive.read(_CONTAINER)).iter("{*}rootfile"), None)
    path = rootfile.get("full-path") if rootfile is not None else None
    if not path:
        raise Unreadable("not a whole EPUB: it does not say what is in it")
    root = xml_of(archive.read(path))
    items = {item.get("id"): item for item in root.iter("{*}item")}
    files = tuple(_spine(root, items, path))
    _check_encryption(archive, files)
    creators = [creator for creator in root.iter(f"{_DC}creator") if _text(creator)]
    return EpubPackage(
        files=files,
        chapters=tuple(_chapters(archive, root, items, path)),
        title=next(_texts(root, "title"), None),
        author=", ".join(dict.fromkeys(map(_text, creators))) or None,
        language=next(_texts(root, "language"), None),
        published=next((day for text in _texts(root, "date") if (day := day_of(text))), None),
    )


def _texts(root: etree._Element, name: str) -> Iterator[str]:
    return (text for element in root.iter(f"{_DC}{name}") if (text := _text(element)))


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _spine(
    root: etree._Element, items: dict[str | None, etree._Element], path: str
) -> Iterator[str]:
    """Yield the files of text in reading order; those beside the main text come last."""
    references = list(root.iter("{*}itemref"))
    for reference in sorted(references, key=lambda one: one.get("linear") == "no"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _PAGES:
            continue
        if "nav" not in (item.get("properties") or "").split():  # a table of contents
            yield _resolved(path, item.get("href") or "")[0]


def _resolved(base: str, href: str) -> tuple[str, str]:
    """Return the file that a reference in the file `base` leads to, and the anchor in it."""
    file, _, anchor = href.partition("#")
    file = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(file)))
    return file, unquote(anchor)


def _check_encryption(archive: Archive, files: tuple[str, ...]) -> None:
    if _ENCRYPTION not in archive:
        return
    for data in xml_of(archive.read(_ENCRYPTION)).iter("{*}EncryptedData"):
        method, reference = data.find("{*}EncryptionMethod"), data.find(".//{*}CipherReference")
        algorithm = method.get("Algorithm") if method is not None else None
        uri = reference.get("URI") if reference is not None else None
        if algorithm not in _OF_FONTS and unquote(uri or "") in files:
            raise Unreadable(
                "it is protected against copying (DRM)",
                FileStatus.ENCRYPTED,
                "index a copy without protection",
            )


def _chapters(
    archive: Archive, root: etree._Element, items: dict[str | None, etree._Element], path: str
) -> Iterator[Chapter]:
    spine = root.find("{*}spine")
    toc = items.get(spine.get("toc")) if spine is not None else None
    nav = next((i for i in items.values() if "nav" in (i.get("properties") or "").split()), None)
    for item, read in ((nav, _of_navigation), (toc, _of_ncx)):
        if item is None:
            continue
        file = _resolved(path, item.get("href") or "")[0]
        try:
            chapters = list(read(archive.read(file), file))
        except Unreadable:  # a book can be read without its table of contents
            continue
        if chapters:
            yield from chapters
            return


def _of_navigation(data: bytes, file: str) -> Iterator[Chapter]:
    root = tree_of(decode_page(data).text)
    if root is None:
        return
    for nav in root.iter("nav"):
        if "toc" in (nav.get("epub:type") or nav.get("role") or "").replace("doc-", "").split():
            for link in nav.iter("a"):
                above = [item.find("a") for item in link.iterancestors("li")][1:2]
                parent = above[0].get("href") if above and above[0] is not None else None
                yield from _chapter(_text(link), link.get("href"), parent, file)


def _of_ncx(data: bytes, file: str) -> Iterator[Chapter]:
    for point in xml_of(data).iter("{*}navPoint"):
        label = point.find("{*}navLabel")
        above = next(point.iterancestors("{*}navPoint"), None)
        parent = _source(above) if above is not None else None
        yield from _chapter(_text(label) if label is not None else "", _source(point), parent, file)


def _source(point: etree._Element) -> str | None:
    content = point.find("{*}content")
    return content.get("src") if content is not None else None


def _chapter(title: str, href: str | None, parent: str | None, base: str) -> Iterator[Chapter]:
    """Yield a chapter; an entry in the file of the entry above it is a section of that one."""
    if not title or not href:
        return
    file, anchor = _resolved(base, href)
    if parent is None or _resolved(base, parent)[0] != file:
        yield Chapter(title, file, anchor)
