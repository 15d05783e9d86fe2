"""Reads a web page: its main text, and what it says of itself. READ FIRST in this room.

Nothing is fetched, and no script of the page runs.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from lxml import etree
from lxml.html import HtmlElement

from index.documents.formats.elements.charset import decode_page
from index.documents.formats.elements.page_tree import tree_of
from index.documents.formats.elements.tree_text import TreeText
from index.documents.formats.web.main_text import keep_main_text
from index.documents.formats.web.page_details import details_of
from index.documents.shape import TextBuilder
from index.errors import Unreadable
from index.originals import FileStatus, Original
from index.records import RawDocument

_NO_TEXT = "a page without text"
_HINT = "its text may be loaded by a script: save the page from a browser that shows it"


def read_html(original: Original) -> Iterator[RawDocument]:
    """Yield the document of an HTML page, its main text alone. Raises Unreadable: EMPTY, BROKEN."""
    yield _read(original, keep_main_text)


def read_html_whole(original: Original) -> RawDocument:
    """Return the document of a text in HTML that is no page of a site, with all that it shows.

    Raises Unreadable: EMPTY, or BROKEN.
    """
    return _read(original, lambda _: [])


def _read(original: Original, cut: Callable[[HtmlElement], list[str]]) -> RawDocument:
    """Return the document. cut: takes out of its tree what is no text; returns warnings."""
    page = decode_page(original.data)
    try:
        raw = _page_document(original.name, page.text, cut)
    except (etree.LxmlError, RecursionError, ValueError) as error:
        raise Unreadable(f"its HTML is damaged ({error})") from error
    return replace(raw, warnings=(*page.warnings, *raw.warnings))


def _page_document(name: str, markup: str, cut: Callable[[HtmlElement], list[str]]) -> RawDocument:
    root = tree_of(markup)
    if root is None:
        raise Unreadable(_NO_TEXT, FileStatus.EMPTY)
    details = details_of(root, markup)
    warnings = cut(root)
    builder = TextBuilder()
    TreeText(builder).read(root, details.url or "")
    text, shape = builder.build()
    if not text:
        raise Unreadable(_NO_TEXT, FileStatus.EMPTY, _HINT)
    return RawDocument(
        document_id=name,
        text=text,
        title=details.title,
        published=details.published,
        shape=shape,
        author=details.author,
        site=details.site,
        language=details.language,
        url=details.url,
        warnings=tuple(warnings),
        superseded=details.superseded,
    )
