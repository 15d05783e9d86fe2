"""Appends the blocks of a tree of HTML elements to a text: one walk for pages and for books."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import unquote, urljoin

from lxml import etree

from index.documents.formats.elements.running_text import Inside, ListItem, RunningText
from index.documents.formats.elements.tree_code import add_prose, code_of, is_counted, language_of
from index.documents.formats.elements.tree_tables import holds_data, lines_of_code, rows_of
from index.documents.formats.markup.html_text import (
    STRUCK,
    is_block,
    is_strike,
    is_unseen,
    level_of_heading,
)
from index.documents.shape import Piece, TextBuilder
from index.records import Block, BlockKind

_WORD = re.compile(r"\w")
_ADDRESS = re.compile(r"(?:https?|mailto|ftp):|(?![a-z][\w+.-]*:)", re.IGNORECASE)
_NOTE = frozenset("doc-footnote doc-endnote footnote endnote rearnote".split())
_MARKS_OF_NOTES = frozenset({"doc-noteref", "noteref", "footnote-ref"})
_OUT_OF_PLACE = ("p", "div", "ul", "ol", "pre", "center", "form", "section")  # in a table
_NOTES = frozenset("doc-endnotes footnotes endnotes rearnotes".split())


class TreeText:
    """Reads trees, one after the other, into one text."""

    def __init__(self, builder: TextBuilder) -> None:
        self._text = RunningText(builder)
        self._anchors: Mapping[str, Callable[[], None]] = {}

    def read(
        self,
        root: etree._Element,
        base: str = "",
        anchors: Mapping[str, Callable[[], None]] | None = None,
    ) -> None:
        """Append the blocks of a tree.

        base: the address that its links are relative to. anchors: what to do before the blocks of
        the elements with these ids are appended.
        """
        self._anchors = anchors or {}
        self._block(root, Inside(base=base))

    def _children(self, element: etree._Element, inside: Inside) -> None:
        self._text.write(element.text, inside)
        for child in element:
            self._element(child, inside)
            self._text.write(child.tail, inside)

    def _element(self, element: etree._Element, inside: Inside) -> None:
        name = element.tag
        if not isinstance(name, str) or is_unseen(name):
            return
        if element.get("id") in self._anchors:
            self._text.flush(inside)
            self._anchors[element.get("id") or ""]()
        level = level_of_heading(name) or _level_by_role(element)
        if level:
            self._heading(element, level, inside)
        elif name in _READERS:
            _READERS[name](self, element, inside)
        elif is_strike(name):
            self._between(STRUCK, STRUCK, element, inside)
        elif is_block(name):
            self._block(element, inside)
        else:
            self._children(element, inside)

    def _block(self, element: etree._Element, inside: Inside) -> None:
        self._text.flush(inside)
        inside = self._with_notes(element, inside)
        self._children(element, inside)
        self._text.flush(inside)

    def _heading(self, element: etree._Element, level: int, inside: Inside) -> None:
        if self._text.in_line or (inside.item and not inside.item.begun and _is_alone(element)):
            self._block(element, inside)
            return
        self._text.flush(inside)
        self._text.add_heading(level, self._line(element, inside), inside)

    def _summary(self, element: etree._Element, inside: Inside) -> None:
        """Read what a part that can be folded is about, as a heading."""
        level = self._text.heading_level
        self._heading(element, level + 1, inside)
        self._text.heading_level = level

    def _line(self, element: etree._Element, inside: Inside) -> list[Piece]:
        """Return what an element holds as parts of one line."""
        with self._text.one_line() as pieces:
            self._children(element, inside)
        return pieces

    def _with_notes(self, element: etree._Element, inside: Inside) -> Inside:
        """Return what the content of an element stands in; it may be a note, or hold some."""
        named = _named(element)
        if not _NOTES.isdisjoint(named):
            return replace(inside, notes=True)
        if _NOTE.isdisjoint(named) and not (inside.notes and element.tag == "li"):
            return inside
        under = self._text.referring(unquote(f"{inside.base}#{element.get('id')}"))
        return replace(inside, kind=BlockKind.NOTE, under=under)

    def _quotation(self, element: etree._Element, inside: Inside) -> None:
        self._of_kind(BlockKind.QUOTATION, element, inside)

    def _caption(self, element: etree._Element, inside: Inside) -> None:
        self._of_kind(BlockKind.NOTE, element, inside)

    def _of_kind(self, kind: BlockKind, element: etree._Element, inside: Inside) -> None:
        self._text.flush(inside)
        self._block(element, replace(inside, kind=kind))

    def _list(self, element: etree._Element, inside: Inside) -> None:
        self._text.flush(inside)
        inside = replace(self._with_notes(element, inside), level=inside.level + 1)
        inside = replace(inside, group=element if inside.group is None else inside.group)
        number = _number_in(element, "start", 1)
        for child in element:
            if child.tag == "li":
                number = _number_in(child, "value", number)
                ordered = element.tag == "ol"
                mark = [Piece(f"{number}. " if ordered else "- ")]
                item = ListItem(mark, inside.level, number if ordered else None)
                self._block(child, replace(inside, item=item))
                number += 1
            else:
                self._element(child, inside)

    def _item_without_list(self, element: etree._Element, inside: Inside) -> None:
        self._text.flush(inside)
        item = ListItem([Piece("- ")], inside.level + 1)
        group = element.getparent() if inside.group is None else inside.group
        self._block(element, replace(inside, item=item, group=group, level=item.level))

    def _definitions(self, element: etree._Element, inside: Inside) -> None:
        """Read each term with its first definition as an item, further ones as items below it."""
        self._text.flush(inside)
        group = element if inside.group is None else inside.group
        inside = replace(inside, group=group, level=inside.level + 1)
        term: list[Piece] = []
        for child in element.iter("dt", "dd"):
            if next(child.iterancestors("dl"), None) is not element:
                continue
            if child.tag == "dt":
                term += (
                    [Piece(", "), *self._line(child, inside)] if term else self._line(child, inside)
                )
                continue
            level = inside.level if term else inside.level + 1
            item = ListItem([*term, Piece(_after_term(term))] if term else [], level)
            self._block(child, replace(inside, item=item))
            if not item.begun:  # a term without more
                self._text.add(term, replace(inside, item=ListItem([], inside.level)))
            term = []
        self._text.add(term, replace(inside, item=ListItem([], inside.level)))

    def _table(self, element: etree._Element, inside: Inside) -> None:
        lines = lines_of_code(element)
        if lines is not None and not self._text.in_line:
            self._text.flush(inside)
            code = "\n".join(code_of(line).strip("\n") for line in lines)
            self._text.add_code(code, language_of(element), inside)
        elif holds_data(element) and not self._text.in_line:
            self._text.flush(inside)
            for caption in element.iterchildren("caption"):
                self._caption(caption, inside)
            for row in rows_of(element):
                cells = [[] if cell is None else self._line(cell, inside) for cell in row.cells]
                block = Block(BlockKind.ROW, 0, 0, header=row.header)
                self._text.builder.add_row(block, cells, element)
            for stray in element.iterchildren(*_OUT_OF_PLACE):
                self._element(stray, inside)
        else:
            self._block(element, inside)

    def _preformatted(self, element: etree._Element, inside: Inside) -> None:
        text = code_of(element)
        self._text.flush(inside)
        if self._text.in_line:
            self._text.append(text, inside)
        elif not is_counted(text) and not add_prose(self._text.builder, element, text):
            self._text.add_code(text, language_of(element), inside)

    def _code(self, element: etree._Element, inside: Inside) -> None:
        """Read code in a line of prose, or of several lines where nothing else is."""
        if element.find(".//br") is not None and not self._text.in_line:
            self._preformatted(element, inside)
        else:
            self._children(element, inside)

    def _link(self, element: etree._Element, inside: Inside) -> None:
        href = (element.get("href") or "").strip()
        if href.startswith("#") and not _WORD.search("".join(element.itertext())):
            return  # to the heading that it stands in, or from a note back to the text
        address = _joined(inside.base, href)
        if "#" in href:
            self._text.refer(unquote(address))
        leads_elsewhere = href and not href.startswith("#") and _ADDRESS.match(href)
        # "20.6%" and the mark of note 4 are not 20.6%4.
        raised = inside.raised or not _MARKS_OF_NOTES.isdisjoint(_named(element))
        href = address if leads_elsewhere else None
        self._children(element, replace(inside, href=href, raised=raised))

    def _raised(self, element: etree._Element, inside: Inside) -> None:
        self._children(element, replace(inside, raised=True))

    def _emphasised(self, element: etree._Element, inside: Inside) -> None:
        self._children(element, replace(inside, strong=True))

    def _between(self, before: str, after: str, element: etree._Element, inside: Inside) -> None:
        self._text.append(before, inside)
        self._children(element, inside)
        self._text.append(after, inside)

    def _formula(self, element: etree._Element, inside: Inside) -> None:
        """Read a formula as its author typed it, if the page says how, else symbol by symbol."""
        typed = element.get("alttext") or element.findtext(".//{*}annotation")
        self._text.write(typed or "".join(element.itertext()), inside)


def _named(element: etree._Element) -> list[str]:
    """Return what an element says it is."""
    return f"{element.get('role')} {element.get('class')} {element.get('epub:type')}".split()


def _level_by_role(element: etree._Element) -> int:
    if element.get("role") != "heading":
        return 0
    return _number_in(element, "aria-level", 2)


def _is_alone(element: etree._Element) -> bool:
    """Whether an element holds all of the text of the item that it stands in."""
    item = next(element.iterancestors("li", "dd"), None)
    if item is None:
        return True
    return len("".join(item.itertext()).split()) == len("".join(element.itertext()).split())


def _number_in(element: etree._Element, attribute: str, default: int) -> int:
    value = (element.get(attribute) or "").strip()
    return int(value) if value.isdecimal() and len(value) < 10 else default


def _after_term(term: list[Piece]) -> str:
    text = "".join(piece.text for piece in term).rstrip()
    return " " if text.endswith((":", "?", "!", ".", "：")) else ": "


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:  # no address: "http://[x"
        return href


_READERS: Mapping[str, Callable[[TreeText, etree._Element, Inside], None]] = {
    "a": TreeText._link,
    "b": TreeText._emphasised,
    "blockquote": TreeText._quotation,
    "br": lambda reader, _, inside: reader._text.end_line(inside),
    "caption": TreeText._caption,
    "code": TreeText._code,
    "dl": TreeText._definitions,
    "figcaption": TreeText._caption,
    "li": TreeText._item_without_list,
    "math": TreeText._formula,
    "menu": TreeText._list,
    "ol": TreeText._list,
    "pre": TreeText._preformatted,
    "q": lambda reader, element, inside: reader._between("“", "”", element, inside),
    "rp": lambda reader, element, inside: None,  # beside the reading of a Chinese character
    "rt": lambda reader, element, inside: None,
    "strong": TreeText._emphasised,
    "summary": TreeText._summary,
    "sup": TreeText._raised,
    "table": TreeText._table,
    "ul": TreeText._list,
}
