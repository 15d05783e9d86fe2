"""Opens packages of Office Open XML (ECMA-376, part 2): parts in a ZIP archive that name others."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from index.documents.formats.decoding.qualified_names import children
from index.documents.formats.decoding.xml_tree import MAX_BYTES_OF_TREE, xml_of
from index.documents.formats.decoding.zipped import MAX_MEMBER_BYTES, Archive, open_archive
from index.errors import Unreadable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of encrypted packages, and of old files


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part names. kind: the last word of its type. target: a part, or an address outside."""

    kind: str
    target: str
    is_external: bool = False


class Package:
    """The parts of a package, by name ("word/document.xml")."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        # Part names are compared without case; some programs write them with backslashes.
        self._names = {name.replace("\\", "/").lower(): name for name in archive.names}

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._names

    def data(self, part: str, limit: int = MAX_MEMBER_BYTES) -> bytes:
        """Return the bytes of a part. Raises Unreadable: missing, damaged, or beyond the limit."""
        return self._archive.read(self._names.get(part.lower(), part), limit)

    def xml(self, part: str) -> etree._Element:
        """Return the root of a part. Raises Unreadable where it is missing or damaged."""
        return xml_of(self.data(part, MAX_BYTES_OF_TREE))

    def optional_xml(self, part: str | None) -> etree._Element | None:
        """Return the root of a part without which the text can be read, None if it cannot be."""
        try:
            return self.xml(part) if part and part in self else None
        except Unreadable:
            return None

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Return what a part names, by id; nothing where it names nothing. "" is the package."""
        folder, name = posixpath.split(part)
        root = self.optional_xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            one.get("Id", ""): _relationship(one, folder)
            for one in children(root, "rel:Relationship")
        }

    def related(self, part: str, kind: str) -> Iterator[str]:
        """Yield the parts of one kind that a part names, in the order of its list."""
        for one in self.relationships(part).values():
            if one.kind == kind and not one.is_external:
                yield one.target

    def main_part(self, default: str) -> str:
        """Return the part that holds the document; `default` where the package does not say."""
        named = (part for part in self.related("", "officeDocument") if part in self)
        return next(named, default)


def open_package(data: bytes) -> Package:
    """Return the package in `data`. Raises Unreadable: BROKEN, TOO_LARGE, ENCRYPTED."""
    return Package(open_archive(data))


def is_ole(data: bytes) -> bool:
    """Whether a file is in the container of Office before 2007."""
    return data.startswith(_OLE)


def _relationship(element: etree._Element, folder: str) -> Relationship:
    kind = element.get("Type", "").rpartition("/")[2]
    target = element.get("Target", "")
    if element.get("TargetMode") == "External":
        return Relationship(kind, target, is_external=True)
    target = unquote(target.replace("\\", "/").partition("#")[0])
    path = target if target.startswith("/") else posixpath.join(folder, target)
    return Relationship(kind, posixpath.normpath(path).lstrip("/"))
