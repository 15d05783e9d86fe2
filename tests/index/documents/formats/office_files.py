"""Makes small files of office formats."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

from index.originals import FileReport, Original
from index.records import RawDocument

OOXML = "http://schemas.openxmlformats.org"
TYPES = f"{OOXML}/officeDocument/2006/relationships"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": f"{OOXML}/wordprocessingml/2006/main",
        "p": f"{OOXML}/presentationml/2006/main",
        "x": f"{OOXML}/spreadsheetml/2006/main",
        "a": f"{OOXML}/drawingml/2006/main",
        "r": TYPES,
        "m": f"{OOXML}/officeDocument/2006/math",
        "mc": f"{OOXML}/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "dc": "http://purl.org/dc/elements/1.1/",
        "cp": f"{OOXML}/package/2006/metadata/core-properties",
    }.items()
)


def packed(members: Mapping[str, str]) -> bytes:
    """Return a ZIP archive."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def relationships(named: Mapping[str, tuple[str, str]]) -> str:
    """Return a part that names others: by id, the kind and the target."""
    lines = "".join(
        f'<Relationship Id="{key}" Type="{TYPES}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if "://" in target else "/>")
        for key, (kind, target) in named.items()
    )
    return f'<Relationships xmlns="{OOXML}/package/2006/relationships">{lines}</Relationships>'


def core(title: str = "", author: str = "") -> str:
    """Return the properties of a package."""
    return (
        f"<cp:coreProperties {NAMESPACES}><dc:title>{title}</dc:title>"
        f"<dc:creator>{author}</dc:creator></cp:coreProperties>"
    )


def docx(body: str, links: Mapping[str, str] | None = None, **parts: str) -> bytes:
    """Return a document. parts: `styles`, `numbering`, `footnotes`, `header`; without roots."""
    roots = {"header": "hdr", "footer": "ftr"}
    named = {f"id-{kind}": (kind, f"{kind}.xml") for kind in parts}
    named |= {key: ("hyperlink", target) for key, target in (links or {}).items()}
    members = {
        "_rels/.rels": relationships({"1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": relationships(named),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    for kind, content in parts.items():
        root = roots.get(kind, kind)
        members[f"word/{kind}.xml"] = f"<w:{root} {NAMESPACES}>{content}</w:{root}>"
    return packed(members)


def paragraph(text: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph of a document."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a run of a document."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(rows: Iterable[Iterable[str]], properties: str = "") -> str:
    """Return a table of a document; what is no element becomes a paragraph."""
    lines = ""
    for row in rows:
        cells = (cell if cell.startswith("<w:") else paragraph(cell) for cell in row)
        lines += "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"
    return f"<w:tbl>{properties}{lines}</w:tbl>"


def only(documents: Iterator[RawDocument | FileReport]) -> RawDocument:
    """Return the one document that a reader yields."""
    (document,) = documents
    assert isinstance(document, RawDocument)
    return document


def original(data: bytes, name: str = "a") -> Original:
    """Return a file to read."""
    return Original(name, data)


def lines_of(document: RawDocument) -> list[str]:
    """Return each block as a line: its kind and level, and its text."""
    return [
        f"{block.kind.value}{block.level or ''}{' (header)' if block.header else ''}: "
        f"{block.span.of(document.text)}"
        for block in document.shape.blocks
    ]


def labels_of(document: RawDocument) -> list[str]:
    """Return the labels of the places of each block."""
    return [
        ", ".join(str(place.label) for place in document.shape.places_of(block.span))
        for block in document.shape.blocks
    ]


_ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODF_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{_ODF}:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "presentation": "presentation",
        "manifest": "manifest",
    }.items()
)


def odf(kind: str, body: str, styles: str = "", page_styles: str = "", manifest: str = "") -> bytes:
    """Return an OpenDocument file. kind: of its body, as "text"."""
    return packed(
        {
            "content.xml": f"<office:document-content {ODF_NAMESPACES}><office:automatic-styles>"
            f"{styles}</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
            "</office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {ODF_NAMESPACES}>{page_styles}"
            "</office:document-styles>",
            "META-INF/manifest.xml": f"<manifest:manifest {ODF_NAMESPACES}>{manifest}"
            "</manifest:manifest>",
        }
    )
