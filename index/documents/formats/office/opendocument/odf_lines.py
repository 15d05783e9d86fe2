"""The text of a paragraph of an OpenDocument file: what a reader of the page sees of it."""

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from index.documents.formats.decoding.qualified_names import attribute, children, name_of
from index.documents.formats.markup.html_text import STRUCK, as_power
from index.documents.formats.office.opendocument.odf_styles import OdfStyles
from index.documents.shape import Piece

_SPACE = re.compile(r"[ \t\r\n]+")
_CHARACTERS = {"text:s": " ", "text:tab": " ", "text:line-break": "\n"}
# What stands in the middle of a paragraph without being a part of its text.
_ELSEWHERE = frozenset(
    "office:annotation office:annotation-end text:page-number text:page-count text:hidden-text"
    " text:tracked-changes text:ruby-text text:hidden-paragraph".split()
)


@dataclass(frozen=True, slots=True)
class _Look:
    """How the text under way looks. href: where it points to."""

    href: str | None = None
    is_bold: bool = False
    is_raised: bool = False
    is_struck: bool = False
    is_hidden: bool = False


@dataclass(slots=True)
class OdfLine:
    """What a paragraph holds.

    notes: the bodies of the notes that it refers to. frames: what floats at it. letters: how many
    characters are there, and in_bold: how many of them in bold.
    """

    pieces: list[Piece] = field(default_factory=list)
    notes: list[etree._Element] = field(default_factory=list)
    frames: list[etree._Element] = field(default_factory=list)
    letters: int = 0
    in_bold: int = 0

    @property
    def text(self) -> str:
        """The text alone."""
        return "".join(piece.text for piece in self.pieces)


def line_of(paragraph: etree._Element, styles: OdfStyles) -> OdfLine:
    """Return what a paragraph or a heading holds."""
    line = OdfLine()
    look = _looking(_Look(), attribute(paragraph, "text:style-name"), "paragraph", styles)
    _read(paragraph, look, styles, line)
    return line


def _read(element: etree._Element, look: _Look, styles: OdfStyles, line: OdfLine) -> None:
    _add(element.text, look, line)
    for one in element:
        name = name_of(one)
        if name in _CHARACTERS:
            _add_piece(_CHARACTERS[name], look, line)
        elif name == "text:note":
            line.notes += children(one, "text:note-body")
        elif name.startswith("draw:"):
            line.frames.append(one)
        elif name == "text:span":
            dress = attribute(one, "text:style-name")
            _read(one, _looking(look, dress, "text", styles), styles, line)
        elif name == "text:a":
            _read(one, replace(look, href=attribute(one, "xlink:href") or None), styles, line)
        elif name and name not in _ELSEWHERE:
            _read(one, look, styles, line)
        _add(one.tail, look, line)


def _looking(look: _Look, style: str, family: str, styles: OdfStyles) -> _Look:
    """Return how text in a style looks, inside one that looks like `look`."""
    chain = [*styles.chain(style, family)]
    weight = next((one.weight for one in chain if one.weight), "")
    position = next((one.position for one in chain if one.position), "")
    struck = next((one.struck for one in chain if one.struck), "")
    display = next((one.display for one in chain if one.display), "")
    return replace(
        look,
        is_bold=weight in ("bold", "600", "700", "800", "900") if weight else look.is_bold,
        is_raised=position.startswith("super") if position else look.is_raised,
        is_struck=struck != "none" if struck else look.is_struck,
        is_hidden=display == "none" if display else look.is_hidden,
    )


def _add(text: str | None, look: _Look, line: OdfLine) -> None:
    """Append characters; of white space in the file only one blank is meant."""
    if not text or look.is_hidden:
        return
    text = _SPACE.sub(" ", text)
    letters = len(text) - text.count(" ")
    line.letters += letters
    line.in_bold += letters * look.is_bold
    text = as_power(text) if look.is_raised else text
    _add_piece(f"{STRUCK}{text}{STRUCK}" if look.is_struck and letters else text, look, line)


def _add_piece(text: str, look: _Look, line: OdfLine) -> None:
    if look.is_hidden:
        return
    if line.pieces and line.pieces[-1].href == look.href:
        line.pieces[-1] = Piece(line.pieces[-1].text + text, look.href)
    else:
        line.pieces.append(Piece(text, look.href))
