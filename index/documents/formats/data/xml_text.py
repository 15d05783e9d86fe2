"""Reads XML of any vocabulary: the texts of its elements, by what stands in what.

An element of short texts alone is a record, each a line "name: text", with the name that
it gives itself if it does (`<field name="...">`). One with text beside its
elements is a paragraph. The title of a section, if it says so, is its heading.
"""

from itertools import groupby
from pathlib import PurePosixPath

from lxml import etree

from index.documents.formats.decoding.xml_tree import xml_of
from index.documents.shape import Piece, TextBuilder, block_of
from index.errors import Unreadable
from index.originals import FileStatus, Original
from index.records import BlockKind, RawDocument

_SHORT = 120  # characters of the value of a field
_TITLES = ("title", "head", "heading", "headline")
_DEEPEST_HEADING = 6


def read_xml(original: Original) -> RawDocument:
    """Return the document of an XML file. Raises Unreadable: BROKEN, TOO_LARGE or EMPTY."""
    root = xml_of(original.data)
    builder = TextBuilder()
    _add(builder, root, 1)
    text, shape = builder.build()
    if not text:
        raise Unreadable("XML without text", FileStatus.EMPTY)
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang")
    first = shape.blocks[0]
    titled = first.kind is BlockKind.HEADING
    title = first.span.of(text) if titled else PurePosixPath(original.name).name
    return RawDocument(original.name, text, title, shape=shape, language=language)


def _add(builder: TextBuilder, element: etree._Element, level: int) -> None:
    """Append what is in an element. level: of a heading in it."""
    children = [child for child in element if isinstance(child.tag, str)]
    own = [element.text, *(child.tail for child in element)]
    if not children or any(part and part.strip() for part in own):
        _add_paragraph(builder, _text_of(element))
        return
    group = object()
    names = [_name_of(child) for child in children]
    for child, name in zip(children, names, strict=True):
        text = _text_of(child)
        if not text:
            continue
        if name in _TITLES and len(text) <= _SHORT:
            heading = block_of(BlockKind.HEADING, min(level, _DEEPEST_HEADING))
            builder.add(heading, [Piece(text)])
        elif len(child) or len(text) > _SHORT or _is_repeated(names, name):
            _add(builder, child, level + 1)
        else:
            field = child.get("name") or name
            builder.add(block_of(BlockKind.PARAGRAPH), [Piece(f"{field}: {text}")], group)


def _is_repeated(names: list[str], name: str) -> bool:
    """Whether elements of a name stand side by side: they are no fields, but a run of texts."""
    return any(key == name and sum(1 for _ in run) > 1 for key, run in groupby(names))


def _add_paragraph(builder: TextBuilder, text: str) -> None:
    builder.add(block_of(BlockKind.PARAGRAPH), [Piece(text)])


def _name_of(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _text_of(element: etree._Element) -> str:
    """Return all text in an element on one line, without comments and instructions."""
    return " ".join("".join(element.xpath(".//text()")).split())
