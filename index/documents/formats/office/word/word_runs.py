"""The text of a paragraph of a DOCX file: what its runs hold, as a reader of the page sees it.

What was deleted while changes were tracked is not there, what was inserted is. Of a field there is
its result. Of text boxes, each is told once, though they are written twice.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from index.documents.formats.decoding.opc import Relationship
from index.documents.formats.decoding.qualified_names import (
    alternative,
    attribute,
    child,
    children,
    name_of,
)
from index.documents.formats.markup.html_text import STRUCK, as_power
from index.documents.formats.office.formulas import formula
from index.documents.formats.office.word.symbols import symbol
from index.documents.formats.office.word.word_styles import WordStyles, is_on
from index.documents.shape import Piece

_TRANSPARENT = frozenset(
    "w:ins w:moveTo w:smartTag w:customXml w:sdt w:sdtContent w:dir w:bdo".split()
)
_CHARACTERS = {"w:tab": " ", "w:ptab": " ", "w:cr": "\n", "w:noBreakHyphen": "-"}
_DRAWINGS = ("w:drawing", "w:pict", "w:object", "mc:AlternateContent")
_LINK = re.compile(r"\s*HYPERLINK\s+(?!\\)\"?([^\"\s]+)", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
# In the margin, a heading of the page is said again.
_PAGE_OR_HEADING = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|STYLEREF)\b", re.IGNORECASE)


@dataclass(slots=True)
class WordLine:
    """What a paragraph holds.

    notes: the kind and the id of each note that it refers to. drawings: what floats at it. letters:
    how many characters are there, and in_bold: how many of them in bold. languages: how many in
    each language that a run names.
    """

    pieces: list[Piece] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    drawings: list[etree._Element] = field(default_factory=list)
    letters: int = 0
    in_bold: int = 0
    languages: Counter[str] = field(default_factory=Counter)

    @property
    def text(self) -> str:
        """The text alone."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class _Field:
    """A field under way: it may span paragraphs."""

    instruction: str = ""
    has_result: bool = False


class RunReader:
    """Reads the paragraphs of one part of a document, in order.

    in_margin: whether the part is the top or the foot of pages.
    """

    def __init__(
        self, styles: WordStyles, related: Mapping[str, Relationship], in_margin: bool = False
    ) -> None:
        self._unseen = _PAGE_OR_HEADING if in_margin else _PAGE_NUMBER
        self._styles = styles
        self._related = related
        self._fields: list[_Field] = []
        self._line = WordLine()
        self._href: str | None = None
        self._is_struck = False

    def line_of(self, paragraph: etree._Element) -> WordLine:
        """Return what a paragraph holds."""
        self._line = WordLine()
        self._read(paragraph)
        self._strike(False)
        # An instruction ends in its paragraph; without this, a damaged field would hide the rest.
        self._fields = [one for one in self._fields if one.has_result]
        return self._line

    def _read(self, element: etree._Element) -> None:
        for one in element:
            name = name_of(one)
            if name == "w:r":
                self._read_run(one)
            elif name in _TRANSPARENT:
                self._read(one)
            elif name == "w:hyperlink":
                self._read_link(one)
            elif name == "w:fldSimple":
                if not self._unseen.match(attribute(one, "w:instr")):
                    self._read(one)
            elif name in ("m:oMath", "m:oMathPara"):
                self._add(formula(one))
            elif name == "mc:AlternateContent":
                self._read(alternative(one))

    def _read_link(self, element: etree._Element) -> None:
        target = self._related.get(attribute(element, "r:id"))
        before = self._href
        self._href = target.target if target and target.is_external else before
        self._read(element)
        self._href = before

    def _read_run(self, run: etree._Element) -> None:
        properties = child(run, "w:rPr")
        hidden = is_on(child(properties, "w:vanish")) or self._styles.is_hidden(
            attribute(child(properties, "w:rStyle"), "w:val")
        )
        for one in run:
            name = name_of(one)
            if name == "w:fldChar":
                self._turn_field(attribute(one, "w:fldCharType"))
            elif name == "w:instrText":
                if self._fields:
                    self._fields[-1].instruction += one.text or ""
            elif not hidden:
                self._read_inside(one, name, properties)

    def _read_inside(
        self, one: etree._Element, name: str, properties: etree._Element | None
    ) -> None:
        if name == "w:t":
            self._add_text(one.text or "", properties)
        elif name in _CHARACTERS:
            self._add(_CHARACTERS[name])
        elif name == "w:br":
            self._add("\n" if attribute(one, "w:type", "textWrapping") == "textWrapping" else " ")
        elif name == "w:sym":
            code = attribute(one, "w:char")
            self._add(symbol(int(code, 16), attribute(one, "w:font")) if code else "")
        elif name in ("w:footnoteReference", "w:endnoteReference"):
            self._line.notes.append((name[2:-9], attribute(one, "w:id")))
        elif name == "w:ruby":
            for base in children(one, "w:rubyBase"):
                self._read(base)
        elif name in _DRAWINGS:
            self._line.drawings.append(one)

    def _turn_field(self, to: str) -> None:
        if to == "begin":
            self._fields.append(_Field())
        elif self._fields and to == "separate":
            self._fields[-1].has_result = True
        elif self._fields and to == "end":
            self._fields.pop()

    def _add_text(self, text: str, properties: etree._Element | None) -> None:
        """Append a text as its look demands, and note how it looks."""
        if self._is_unseen():
            return
        font = attribute(child(properties, "w:rFonts"), "w:ascii").lower()
        if font.startswith(("symbol", "wingdings")):
            text = "".join(symbol(ord(c), font) if "\uf000" <= c <= "\uf0ff" else c for c in text)
        letters = len(text) - text.count(" ")
        self._line.letters += letters
        self._line.in_bold += letters * is_on(child(properties, "w:b"))
        language = child(properties, "w:lang")
        wide = sum(c > "\u2e7f" for c in text)
        self._line.languages[attribute(language, "w:eastAsia")] += wide
        self._line.languages[attribute(language, "w:val")] += letters - wide
        struck = is_on(child(properties, "w:strike")) or is_on(child(properties, "w:dstrike"))
        self._strike(struck)
        raised = attribute(child(properties, "w:vertAlign"), "w:val") == "superscript"
        self._add(as_power(text) if raised else text)

    def _add(self, text: str) -> None:
        if not text or self._is_unseen():
            return
        links = [link[1] for one in self._fields if (link := _LINK.match(one.instruction))]
        href = self._href or (links[-1] if links else None)
        pieces = self._line.pieces
        if pieces and pieces[-1].href == href:
            pieces[-1] = Piece(pieces[-1].text + text, href)
        else:
            pieces.append(Piece(text, href))

    def _is_unseen(self) -> bool:
        """Whether an instruction, or what changes from page to page, is under way."""
        return any(
            not one.has_result or self._unseen.match(one.instruction) for one in self._fields
        )

    def _strike(self, struck: bool) -> None:
        if struck != self._is_struck:
            self._is_struck = struck
            self._line.pieces.append(Piece(STRUCK))
