"""Writes formulas of Office Math (ECMA-376, part 1, 22.1) in a line: (a+b)/c, x², √x."""

from collections.abc import Callable

from lxml import etree

from index.documents.formats.decoding.qualified_names import child, name_of
from index.documents.formats.markup.html_text import as_power

_PROPERTIES = "Pr"  # how names of elements end that say how a formula looks


def formula(element: etree._Element | None) -> str:
    """Return a formula, or a part of one, as characters in a line."""
    if element is None:
        return ""
    name = name_of(element)
    if name == "m:t":
        return element.text or ""
    write = _WRITERS.get(name, _inside)
    return write(element)


def _inside(element: etree._Element) -> str:
    return "".join(formula(one) for one in element if not name_of(one).endswith(_PROPERTIES))


def _with_scripts(element: etree._Element) -> str:
    text = formula(child(element, "m:e"))
    below, above = formula(child(element, "m:sub")), formula(child(element, "m:sup"))
    text += f"_{_in_brackets(below)}" if below else ""
    power = as_power(above)
    return text + (power if power != above or not above else f"^{_in_brackets(above)}")


def _in_brackets(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"


def _fraction(element: etree._Element) -> str:
    above, below = formula(child(element, "m:num")), formula(child(element, "m:den"))
    return f"{_in_brackets(above)}/{_in_brackets(below)}"


def _root(element: etree._Element) -> str:
    return f"√{_in_brackets(formula(child(element, 'm:e')))}"


def _delimited(element: etree._Element) -> str:
    return f"({_inside(element)})"


_WRITERS: dict[str, Callable[[etree._Element], str]] = {
    "m:f": _fraction,
    "m:rad": _root,
    "m:d": _delimited,
    "m:sSup": _with_scripts,
    "m:sSub": _with_scripts,
    "m:sSubSup": _with_scripts,
}
