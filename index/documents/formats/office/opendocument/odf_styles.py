"""The styles of an OpenDocument file: how texts look, and how lists are counted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from index.documents.formats.decoding.qualified_names import (
    attribute,
    child,
    children,
    descendants,
    name_of,
)
from index.documents.formats.office.numerals import as_letters, as_roman

_CODE = re.compile(r".*\b(?:preformatted|source|code)\b.*")
_LEVELS = 10


@dataclass(frozen=True, slots=True)
class OdfStyle:
    """A style of paragraphs or of stretches in them; "" and None where it does not say.

    name: in lower case, without the escapes that stand for blanks.
    """

    name: str = ""
    parent: str = ""
    outline: str = ""
    weight: str = ""
    position: str = ""
    struck: str = ""
    display: str = ""


@dataclass(frozen=True, slots=True)
class OdfListLevel:
    """How the items of a level are marked. numeral: "" for a bullet or no mark."""

    is_bullet: bool = True
    numeral: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1  # how many levels the mark tells

    def mark(self, counters: list[int]) -> str:
        """Return the mark of an item; counters: of its level and those above, outermost first."""
        if self.is_bullet:
            return "-"
        if not self.numeral:
            return ""
        numbers = [_numeral(number, self.numeral) for number in counters[-max(1, self.shown) :]]
        return f"{self.prefix}{'.'.join(numbers)}{self.suffix}".strip()


@dataclass(slots=True)
class OdfStyles:
    """Styles by family and name, lists by name and level, and the pages that are not shown."""

    _styles: dict[tuple[str, str], OdfStyle] = field(default_factory=dict)
    _lists: dict[tuple[str, int], OdfListLevel] = field(default_factory=dict)
    hidden_pages: set[str] = field(default_factory=set)
    outline: dict[int, OdfListLevel] = field(default_factory=dict)

    @classmethod
    def of(cls, *roots: etree._Element | None) -> "OdfStyles":
        """Return the styles in files of which the first ones go before the last ones."""
        styles = cls()
        for root in reversed(roots):
            for one in descendants(root, "style:style"):
                styles._add(one)
            for one in descendants(root, "text:list-style"):
                levels = {(attribute(one, "style:name"), n): v for n, v in _list_levels(one)}
                styles._lists |= levels
            for one in descendants(root, "text:outline-style"):
                styles.outline = {n: v for n, v in _list_levels(one) if v.numeral}
        return styles

    def _add(self, element: etree._Element) -> None:
        text = child(element, "style:text-properties")
        name = attribute(element, "style:name")
        self._styles[attribute(element, "style:family"), name] = OdfStyle(
            name=name.replace("_20_", " ").lower(),
            parent=attribute(element, "style:parent-style-name"),
            outline=attribute(element, "style:default-outline-level"),
            weight=attribute(text, "fo:font-weight"),
            position=attribute(text, "style:text-position"),
            struck=attribute(text, "style:text-line-through-style"),
            display=attribute(text, "text:display"),
        )
        page = child(element, "style:drawing-page-properties")
        if attribute(page, "presentation:visibility") == "hidden":
            self.hidden_pages.add(name)

    def chain(self, name: str, family: str = "paragraph") -> Iterator[OdfStyle]:
        """Yield a style, the one that it is based on, and so on."""
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            style = self._styles.get((family, name), OdfStyle(name.replace("_20_", " ").lower()))
            yield style
            name = style.parent

    def is_named(self, name: str, wanted: str) -> bool:
        """Whether a style of paragraphs is one of this name, or based on it."""
        return any(style.name == wanted for style in self.chain(name))

    def is_code(self, name: str) -> bool:
        """Whether a style of paragraphs is that of code."""
        return any(_CODE.fullmatch(style.name) for style in self.chain(name))

    def list_level(self, name: str, level: int) -> OdfListLevel:
        """Return how the items of a list are marked at a level, from 1."""
        return self._lists.get((name, min(level, _LEVELS)), OdfListLevel())


def _list_levels(element: etree._Element) -> Iterator[tuple[int, OdfListLevel]]:
    names = (
        "text:list-level-style-bullet",
        "text:list-level-style-image",
        "text:list-level-style-number",
        "text:outline-level-style",
    )
    for one in children(element, *names):
        is_bullet = name_of(one) in names[:2]
        yield (
            _int(one, "text:level"),
            OdfListLevel(
                is_bullet=is_bullet,
                numeral=attribute(one, "style:num-format"),
                prefix=attribute(one, "style:num-prefix"),
                suffix=attribute(one, "style:num-suffix"),
                start=_int(one, "text:start-value"),
                shown=_int(one, "text:display-levels"),
            ),
        )


def _int(element: etree._Element, name: str) -> int:
    value = attribute(element, name)
    return int(value) if value.isdecimal() else 1


def _numeral(number: int, numeral: str) -> str:
    """Return a number as `style:num-format` says: 1, a, A, i or I."""
    if numeral in ("a", "A"):
        text = as_letters(number)
    else:
        text = as_roman(number) if numeral in ("i", "I") else str(number)
    return text.upper() if numeral.isupper() else text
