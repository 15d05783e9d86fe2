"""Elements and attributes by the names that the specifications of office formats give them.

"w:p" is a paragraph of WordprocessingML, in the namespace of its first edition (ECMA-376) as in
that of its strict one (ISO/IEC 29500).
"""

from collections.abc import Iterator
from functools import cache

from lxml import etree

_OOXML, _STRICT = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_W3 = "http://www.w3.org"
_NAMESPACES = {
    "w": (f"{_OOXML}/wordprocessingml/2006/main", f"{_STRICT}/wordprocessingml/main"),
    "p": (f"{_OOXML}/presentationml/2006/main", f"{_STRICT}/presentationml/main"),
    "x": (f"{_OOXML}/spreadsheetml/2006/main", f"{_STRICT}/spreadsheetml/main"),
    "a": (f"{_OOXML}/drawingml/2006/main", f"{_STRICT}/drawingml/main"),
    "c": (f"{_OOXML}/drawingml/2006/chart", f"{_STRICT}/drawingml/chart"),
    "dgm": (f"{_OOXML}/drawingml/2006/diagram", f"{_STRICT}/drawingml/diagram"),
    "m": (f"{_OOXML}/officeDocument/2006/math", f"{_STRICT}/officeDocument/math"),
    "r": (
        f"{_OOXML}/officeDocument/2006/relationships",
        f"{_STRICT}/officeDocument/relationships",
    ),
    "mc": (f"{_OOXML}/markup-compatibility/2006",),
    "rel": (f"{_OOXML}/package/2006/relationships",),
    "cp": (f"{_OOXML}/package/2006/metadata/core-properties",),
    "dc": ("http://purl.org/dc/elements/1.1/",),
    "office": (f"{_ODF}:office:1.0",),
    "text": (f"{_ODF}:text:1.0",),
    "table": (f"{_ODF}:table:1.0",),
    "style": (f"{_ODF}:style:1.0",),
    "draw": (f"{_ODF}:drawing:1.0",),
    "fo": (f"{_ODF}:xsl-fo-compatible:1.0",),
    "presentation": (f"{_ODF}:presentation:1.0",),
    "meta": (f"{_ODF}:meta:1.0",),
    "manifest": (f"{_ODF}:manifest:1.0",),
    "xlink": (f"{_W3}/1999/xlink",),
}
_PREFIXES = {uri: prefix for prefix, uris in _NAMESPACES.items() for uri in uris}


def name_of(element: etree._Element) -> str:
    """Return the name of an element, as "w:p"; "" for a comment, and in an unknown namespace."""
    tag = element.tag
    return _name(tag) if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str, default: str = "") -> str:
    """Return an attribute by its name, as "w:val"; `default` where it, or the element, is not."""
    if element is not None:
        for key in _clark_names(name):
            value = element.get(key)
            if value is not None:
                return str(value)
    return default


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """Yield the children of an element that have one of the names."""
    if element is not None:
        yield from (one for one in element if name_of(one) in names)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first child of a name, the first child of another name in it, and so on."""
    for name in path:
        element = next(children(element, name), None)
    return element


def descendants(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """Yield all elements inside an element that have one of the names, in document order."""
    if element is not None:
        yield from element.iter(*tags_of(*names))


def tags_of(*names: str) -> list[str]:
    """Return the names of elements as lxml has them, in all namespaces that are meant."""
    return [tag for name in names for tag in _clark_names(name)]


def alternative(element: etree._Element) -> etree._Element:
    """Return one of the ways in which a drawing is written: the first with text, if one has any.

    element: "mc:AlternateContent" (ECMA-376, part 3). Newer programs read the first way that they
    understand, older ones the last; only one of them is seen.
    """
    ways = [*children(element, "mc:Choice", "mc:Fallback")]
    with_text = (way for way in ways if any(True for _ in descendants(way, "w:t", "a:t")))
    return next(with_text, ways[0] if ways else element)


@cache
def _clark_names(name: str) -> tuple[str, ...]:
    prefix, _, local = name.partition(":")
    return tuple(f"{{{uri}}}{local}" for uri in _NAMESPACES[prefix])


# Cached for the few hundred names that the formats define; a file may make up any number of others.
_NAMES: dict[str, str] = {}
_MOST_NAMES = 4096


def _name(tag: str) -> str:
    name = _NAMES.get(tag)
    if name is None:
        uri, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
        prefix = _PREFIXES.get(uri)
        name = f"{prefix}:{local}" if prefix else ""
        if len(_NAMES) < _MOST_NAMES:
            _NAMES[tag] = name
    return name
