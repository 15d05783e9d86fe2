"""What an office file says of itself: its title, its author, its language."""

import re
from dataclasses import dataclass

from lxml import etree

from index.documents.formats.decoding.opc import Package
from index.documents.formats.decoding.qualified_names import child
from index.documents.shape import normalise

# What programs write there when nobody said anything.
_NO_AUTHOR = re.compile(
    r"python-docx|openpyxl|apache poi|docx4j|un-named|unknown|microsoft office user|steve canny",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"(?:powerpoint|word|excel|microsoft)\b.*|.*\.(?:docx?|pptx?|xlsx?|od[tps]|dotx?|potx?|rtf|tmp)"
    r"|untitled|(?:slide|folie|diapositive?) ?\d+",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself; None where it does not."""

    title: str | None = None
    author: str | None = None
    language: str | None = None


def properties_of_package(package: Package) -> Properties:
    """Return the core properties of a package (ECMA-376, part 2, 11)."""
    parts = [*package.related("", "core-properties"), "docProps/core.xml"]
    root = package.optional_xml(parts[0])
    return properties_of(
        _text(root, "dc:title"), _text(root, "dc:creator"), _text(root, "dc:language")
    )


def properties_of_open_document(meta: etree._Element | None) -> Properties:
    """Return what the `meta.xml` of an OpenDocument file says."""
    root = child(meta, "office:meta")
    author = _text(root, "meta:initial-creator") or _text(root, "dc:creator")
    return properties_of(_text(root, "dc:title"), author, _text(root, "dc:language"))


def properties_of(title: str, author: str, language: str) -> Properties:
    """Return what was said, without what programs fill in by themselves."""
    title, author = normalise(title), normalise(author)
    language = language.strip().replace("_", "-")
    return Properties(
        None if not title or _NO_TITLE.fullmatch(title) else title,
        None if not author or _NO_AUTHOR.fullmatch(author) else author,
        language if _LANGUAGE.fullmatch(language) else None,
    )


def _text(root: etree._Element | None, name: str) -> str:
    element = child(root, name)
    return "" if element is None else "".join(element.itertext())
