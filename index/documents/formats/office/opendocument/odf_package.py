"""Opens OpenDocument files (ISO/IEC 26300, part 3): XML files in a ZIP archive."""

from dataclasses import dataclass

from lxml import etree

from index.documents.formats.decoding.qualified_names import child, descendants
from index.documents.formats.decoding.xml_tree import MAX_BYTES_OF_TREE, xml_of
from index.documents.formats.decoding.zipped import Archive, open_archive
from index.documents.formats.office.properties import Properties, properties_of_open_document
from index.errors import Unreadable
from index.originals import FileStatus

_CONTENT = "content.xml"


@dataclass(frozen=True, slots=True)
class OdfPackage:
    """The parts of a file. styles: None where there are none, or they are damaged."""

    content: etree._Element
    styles: etree._Element | None
    properties: Properties

    def body(self, kind: str) -> etree._Element:
        """Return the body of a kind, as "office:text". Raises Unreadable where there is none."""
        found = child(self.content, "office:body", kind)
        if found is None:
            raise Unreadable("it has no body")
        return found


def open_odf(data: bytes) -> OdfPackage:
    """Return the parts of a file. Raises Unreadable: BROKEN, TOO_LARGE, ENCRYPTED."""
    archive = open_archive(data)
    manifest = _optional(archive, "META-INF/manifest.xml")
    if any(True for _ in descendants(manifest, "manifest:encryption-data")):
        raise Unreadable(
            "it is encrypted with a password",
            FileStatus.ENCRYPTED,
            "save a copy of it without a password",
        )
    return OdfPackage(
        content=xml_of(archive.read(_CONTENT, MAX_BYTES_OF_TREE)),
        styles=_optional(archive, "styles.xml"),
        properties=properties_of_open_document(_optional(archive, "meta.xml")),
    )


def _optional(archive: Archive, name: str) -> etree._Element | None:
    try:
        return xml_of(archive.read(name, MAX_BYTES_OF_TREE)) if name in archive else None
    except Unreadable:
        return None
