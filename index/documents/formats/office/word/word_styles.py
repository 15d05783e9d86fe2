"""The paragraph styles of a DOCX file: which are headings, quotations, code, and so on.

Word keeps the names of its own styles in English, whatever the language of its menus.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from index.documents.formats.decoding.qualified_names import attribute, child, children

_HEADING = re.compile(r"heading ?([1-9])")
_CONTENTS = re.compile(r"toc (?:\d|heading)")
_CODE = re.compile(r".*\b(?:code|preformatted|verbatim)\b.*")
_QUOTATION = re.compile(r".*\bquot(?:e|ations?)\b.*|block text")
_OFF = ("0", "false", "off")
BODY_LEVEL = 9  # an outline level that means none


@dataclass(frozen=True, slots=True)
class WordStyle:
    """A style. name: in lower case. outline: from 0; None where the style does not say.

    numbering: the id of a list and the level in it, each None where the style does not say.
    """

    name: str
    based_on: str = ""
    outline: int | None = None
    numbering: tuple[str | None, int | None] = (None, None)
    is_hidden: bool = False


class WordStyles:
    """The styles of a document, by id; each knows less than the one it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles = {
            attribute(one, "w:styleId"): _style(one) for one in children(root, "w:style")
        }

    def heading_level(self, style: str) -> int:
        """Return the level of the headings in a style, from 1; 0 if they are none."""
        for one in self._chain(style):
            heading = _HEADING.fullmatch(one.name)
            if heading:
                return int(heading[1])
            if one.outline is not None:
                return one.outline + 1 if one.outline < BODY_LEVEL else 0
        return 1 if self.is_title(style) else 0

    def is_title(self, style: str) -> bool:
        """Whether a style is that of the document's title."""
        return any(one.name == "title" for one in self._chain(style))

    def is_contents(self, style: str) -> bool:
        """Whether a style is that of a table of contents, which repeats the headings."""
        return self._is(style, _CONTENTS)

    def is_code(self, style: str) -> bool:
        """Whether a style is that of code."""
        return self._is(style, _CODE)

    def is_quotation(self, style: str) -> bool:
        """Whether a style is that of quotations."""
        return self._is(style, _QUOTATION)

    def is_caption(self, style: str) -> bool:
        """Whether a style is that of what stands below a picture or above a table."""
        return any(one.name == "caption" for one in self._chain(style))

    def is_hidden(self, style: str) -> bool:
        """Whether a style hides its text."""
        return any(one.is_hidden for one in self._chain(style))

    def numbering(self, style: str) -> tuple[str | None, int | None]:
        """Return the id of the list that a style is in, and the level in it, where it says so."""
        number = level = None
        for one in self._chain(style):
            number = one.numbering[0] if number is None else number
            level = one.numbering[1] if level is None else level
        return number, level

    def _is(self, style: str, names: re.Pattern[str]) -> bool:
        return any(names.fullmatch(one.name) for one in self._chain(style))

    def _chain(self, style: str) -> Iterator[WordStyle]:
        """Yield a style, the one that it is based on, and so on."""
        seen: set[str] = set()
        while style and style not in seen:
            seen.add(style)
            # Without a definition, the id is all that is known: "Heading1".
            one = self._styles.get(style) or WordStyle(style.lower())
            yield one
            style = one.based_on


def _style(element: etree._Element) -> WordStyle:
    properties = child(element, "w:pPr")
    outline = attribute(child(properties, "w:outlineLvl"), "w:val")
    return WordStyle(
        name=attribute(child(element, "w:name"), "w:val").lower(),
        based_on=attribute(child(element, "w:basedOn"), "w:val"),
        outline=int(outline) if outline.isdecimal() else None,
        numbering=numbering_of(properties),
        is_hidden=is_on(child(element, "w:rPr", "w:vanish")),
    )


def numbering_of(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """Return the list and the level that the properties of a paragraph name, each or None."""
    numbering = child(properties, "w:numPr")
    level = attribute(child(numbering, "w:ilvl"), "w:val")
    number = attribute(child(numbering, "w:numId"), "w:val") or None
    return number, int(level) if level.isdecimal() else None


def is_on(element: etree._Element | None) -> bool:
    """Whether a property is there and not switched off."""
    return element is not None and attribute(element, "w:val") not in _OFF
