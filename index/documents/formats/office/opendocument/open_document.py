"""Reads ODT and ODP (OpenDocument, ISO/IEC 26300)."""

import re
from collections.abc import Iterator

from lxml import etree

from index.documents.formats.decoding.damages import damage_named
from index.documents.formats.decoding.qualified_names import (
    attribute,
    child,
    children,
    descendants,
    name_of,
)
from index.documents.formats.office.opendocument.odf_blocks import OdfWriter
from index.documents.formats.office.opendocument.odf_lines import line_of
from index.documents.formats.office.opendocument.odf_package import OdfPackage, open_odf
from index.documents.formats.office.opendocument.odf_styles import OdfStyles
from index.documents.formats.office.table_rows import text_of
from index.documents.shape import TextBuilder, block_of
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import BlockKind, RawDocument

_LETTER = re.compile(r"[^\W\d_]")
_MARGINS = tuple(
    f"style:{kind}{pages}" for kind in ("header", "footer") for pages in ("", "-first", "-left")
)
_FURNITURE = ("footer", "header", "date-time", "page-number")


@damage_named
def read_odt(original: Original) -> Iterator[RawDocument | FileReport]:
    """Yield the document. Raises Unreadable."""
    package = open_odf(original.data)
    builder = TextBuilder()
    writer = OdfWriter(builder, OdfStyles.of(package.content, package.styles))
    writer.add_all(package.body("office:text"))
    writer.add_notes()
    _add_headers(builder, package, writer.title)
    title = writer.title or package.properties.title or writer.first_heading
    yield _document(original, package, builder, title)


@damage_named
def read_odp(original: Original) -> Iterator[RawDocument | FileReport]:
    """Yield the document, whose slides are places. Raises Unreadable."""
    package = open_odf(original.data)
    builder = TextBuilder()
    styles = OdfStyles.of(package.content, package.styles)
    writer = OdfWriter(builder, styles)
    for number, page in enumerate(children(package.body("office:presentation"), "draw:page"), 1):
        is_hidden = attribute(page, "draw:style-name") in styles.hidden_pages
        label = f"slide {number} (hidden)" if is_hidden else f"slide {number}"
        with builder.at("slide", str(number), label):
            builder.leave_headings()
            _add_slide(page, builder, writer)
    title = writer.first_heading or package.properties.title
    yield _document(original, package, builder, title)


def _add_slide(page: etree._Element, builder: TextBuilder, writer: OdfWriter) -> None:
    shapes = [one for one in page if _is_said(one)]
    titles = [one for one in shapes if attribute(one, "presentation:class") == "title"]
    for one in titles:
        writer.add_title(one)
    writer.add_all([one for one in shapes if one not in titles])
    writer.add_notes()
    with builder.at("notes", "notes", "notes"):
        for one in children(child(page, "presentation:notes"), "draw:frame"):
            if attribute(one, "presentation:class") == "notes" and _is_said(one):
                writer.add_all(one)


def _is_said(shape: etree._Element) -> bool:
    """Whether a shape on a slide holds what somebody said: no prompt, and no number of a page."""
    is_prompt = attribute(shape, "presentation:placeholder") == "true"
    return (
        name_of(shape).startswith("draw:")
        and not is_prompt
        and attribute(shape, "presentation:class") not in _FURNITURE
    )


def _add_headers(builder: TextBuilder, package: OdfPackage, title: str | None) -> None:
    """Append what pages have at their top and foot, once: not the title, and no page numbers."""
    styles = OdfStyles.of(package.styles)
    told = {title}
    for margin in descendants(package.styles, *_MARGINS):
        if attribute(margin, "style:display") == "false":
            continue
        for paragraph in descendants(margin, "text:p", "text:h"):
            pieces = line_of(paragraph, styles).pieces
            text = text_of(pieces)
            if text not in told and _LETTER.search(text):
                told.add(text)
                builder.add(block_of(BlockKind.NOTE), pieces)


def _document(
    original: Original, package: OdfPackage, builder: TextBuilder, title: str | None
) -> RawDocument:
    text, shape = builder.build()
    if not text:
        raise Unreadable("it holds no text", FileStatus.EMPTY)
    return RawDocument(
        document_id=original.name,
        text=text,
        title=title,
        shape=shape,
        author=package.properties.author,
        language=package.properties.language,
    )
