"""Files that are made to break whoever reads them, built by hand."""

import gzip
import io
import json
import struct
import tarfile
import zlib
from collections.abc import Callable

from tests.index.documents.contained.hand_made import (
    CATALOGUE,
    PAGE,
    PAGES,
    WORDS,
    docx,
    epub,
    mail_with,
    odt,
    paragraph,
    pdf,
    pdf_page,
    pptx,
    shape,
    stream,
    xlsx,
    zipped,
)

MIB = 2**20
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "ha ha ha ha ">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
QUADRATIC = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "{"ha " * 20_000}">]>'
STEALING = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def _nested_zip(depth: int) -> bytes:
    inner = {"text.txt": b"Text in the innermost archive."}
    for _ in range(depth):
        inner = {"one.zip": zipped(inner), "other.zip": zipped(inner)}
    return zipped(inner)


def _overlapping_zip() -> bytes:
    """Many names for one member: the directory says 2,000 times where it lies."""
    single = zipped({"a.txt": b"text " * 200_000})
    end = single.rindex(b"PK\5\6")
    size, start = struct.unpack("<II", single[end + 12 : end + 20])
    entry = single[start : start + size]
    entries = b"".join(entry.replace(b"a.txt", b"%05d" % n) for n in range(2000))
    tail = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 2000, 2000, len(entries), start, 0)
    return single[:start] + entries + tail


def _lying_zip() -> bytes:
    """A member of 50 MB that says that it has 10 bytes."""
    content = bytearray(zipped({"a.txt": b"text " * 10 * MIB}))
    for mark, place in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        at = content.index(mark) + place
        content[at : at + 4] = struct.pack("<I", 10)
    return bytes(content)


def _self_named_zip() -> bytes:
    """An archive in which the name of every member is an attack on whoever unpacks it."""
    names = ["../../../etc/passwd", "/etc/passwd", "C:\\Windows\\a.txt", "a" * 5000, "a/../../b"]
    names += ["\u202egnp.txt", "con.txt", "a\nb.txt", "..", ".", "a//b.txt", "%2e%2e%2fa.txt"]
    return zipped(dict.fromkeys(names, b"Text of a member with such a name."))


def _tar(size: int) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = size
        archive.addfile(info, io.BytesIO(b"\0" * size))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


def _nested_mail(depth: int) -> bytes:
    heads = b"Subject: a\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" * depth
    return b"From: a@example.org\n" + heads + b"Subject: b\n\nThe innermost message.\n"


def _nested_multipart(depth: int) -> bytes:
    parts = [b"From: a@example.org\nSubject: a\nMIME-Version: 1.0\n"]
    parts += [
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth)
    ]
    return b"".join(parts) + b"\nThe innermost part.\n"


def _many_parts(count: int) -> bytes:
    head = b'Subject: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    return head + b"".join(b"--b\n\nPart %d.\n" % n for n in range(count)) + b"--b--\n"


def _mbox(count: int) -> bytes:
    return b"".join(
        b"From a@example.org Mon Jan  5 10:00:00 2026\nSubject: Message %d\n\nText %d.\n\n" % (n, n)
        for n in range(count)
    )


def _cells(rows: int, columns: int) -> str:
    row = "<c><v>1</v></c>" * columns
    return f"<row>{row}</row>" * rows


def _table(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + paragraph("Deep.") + "</w:tc></w:tr></w:tbl>" * depth


def _group(depth: int) -> str:
    return "<p:grpSp>" * depth + shape("Deep.") + "</p:grpSp>" * depth


def _anchors() -> bytes:
    """Front matter that YAML expands to a billion words."""
    lists = (f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
    return f"---\na0: &a0 [x, x]\n{''.join(lists)}---\n\nText.\n".encode()


_FLATE, _TWICE = b"/Filter/FlateDecode", b"/Filter[/FlateDecode/FlateDecode]"
_FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 300 300]/Resources<</XObject<</X 5 0 R>>>>"

BOMBS: dict[str, Callable[[], bytes]] = {
    # archives
    "inflating.zip": lambda: zipped({"a.txt": b"\0" * 100 * MIB}),
    "nested.zip": lambda: _nested_zip(7),
    "crowded.zip": lambda: zipped({f"{n}.txt": b"" for n in range(20_000)}),
    "overlapping.zip": _overlapping_zip,
    "lying.zip": _lying_zip,
    "names.zip": _self_named_zip,
    "cut.zip": lambda: zipped({"a.txt": b"Text."})[:-30],
    "inflating.gz": lambda: gzip.compress(b"text " * 20 * MIB),
    "inflating.tar.gz": lambda: _tar(100 * MIB),
    # office
    "laughs.docx": lambda: docx(paragraph("&a9;"), LAUGHS),
    "quadratic.docx": lambda: docx(paragraph("&a;" * 5000), QUADRATIC),
    "stealing.docx": lambda: docx(paragraph("Text &a; end."), STEALING),
    "deep.docx": lambda: docx(_table(5000)),
    "laughs.xlsx": lambda: xlsx('<row><c t="s"><v>0</v></c></row>', LAUGHS, "&a9;"),
    "cells.xlsx": lambda: xlsx(_cells(2400, 1000)),
    "far.xlsx": lambda: xlsx(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
        "</row>"
    ),
    "string.xlsx": lambda: xlsx('<row><c t="s"><v>999999999</v></c></row>'),
    "deep.pptx": lambda: pptx(_group(5000)),
    "laughs.pptx": lambda: pptx(shape("&a9;"), LAUGHS),
    "laughs.odt": lambda: odt("<text:p>&a9;</text:p>", LAUGHS),
    "stealing.odt": lambda: odt("<text:p>Text &a; end.</text:p>", STEALING),
    "spaces.odt": lambda: odt('<text:p>Text<text:s text:c="2000000000"/>end.</text:p>'),
    "laughs.epub": lambda: epub(f"{LAUGHS}<html><body><p>&a9;</p></body></html>"),
    "deep.rtf": lambda: b"{\\rtf1 " + b"{" * 200_000 + b"Deep." + b"}" * 200_000 + b"}",
    "binary.rtf": lambda: b"{\\rtf1 Text. \\bin2000000000 x}",
    # data
    "deep.json": lambda: b"[" * 200_000 + b'"deep"' + b"]" * 200_000,
    "deep.jsonl": lambda: (b'{"a":' * 50_000 + b'"deep"' + b"}" * 50_000 + b"\n") * 3,
    "number.json": lambda: (
        json.dumps({"text": "A text."}).encode()[:-1] + b',"n":' + b"9" * MIB + b"}"
    ),
    "laughs.xml": f"{LAUGHS}<r>&a9;</r>".encode,
    "laughs.svg": f"{LAUGHS}<svg><text>&a9;</text></svg>".encode,
    "cell.csv": lambda: b"a,b\n1," + b"x" * 30 * MIB + b"\n",
    "quote.csv": lambda: b'a,b\n1,"' + b'word,"" \n' * 60_000,
    "wide.csv": lambda: b",".join(b"%d" % n for n in range(40_000)) + b"\n1,2\n",
    # web pages
    "deep.html": lambda: b"<html><body>" + b"<div>" * 60_000 + b"Deep.",
    "tables.html": lambda: b"<html><body>" + b"<table><tr><td>" * 20_000 + b"Deep.",
    "attribute.html": lambda: b'<html><body><p title="' + b"x" * 10 * MIB + b'">Text.</p>',
    "scripts.html": lambda: b"<html><body>" + b"<script>" * 50_000 + b"Text.",
    # PDF
    "pages.pdf": lambda: pdf({1: CATALOGUE, 2: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"}),
    "count.pdf": lambda: pdf({1: CATALOGUE, 2: b"<</Type/Pages/Kids[]/Count 2000000000>>"}),
    "forms.pdf": lambda: pdf_page(WORDS + b"/X Do\n", {5: stream(b"/X Do /X Do\n", _FORM)}),
    "xref.pdf": lambda: pdf({1: CATALOGUE, 2: PAGES, 3: PAGE, 4: stream(WORDS)}, b"/Prev START"),
    "inflating.pdf": lambda: pdf(
        {
            1: CATALOGUE,
            2: PAGES,
            3: PAGE,
            4: stream(
                zlib.compress(zlib.compress(WORDS * 500_000)), b"/Filter[/FlateDecode/FlateDecode]"
            ),
        }
    ),
    "media.pdf": lambda: pdf(
        {
            1: CATALOGUE,
            2: PAGES,
            3: PAGE.replace(b"300 300", b"9999999999 9999999999"),
            4: stream(WORDS),
        }
    ),
    "image.pdf": lambda: pdf_page(
        WORDS + b"300 0 0 300 0 0 cm /X Do\n",
        {
            5: stream(
                zlib.compress(b"\0" * MIB),
                b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8"
                b"/ColorSpace/DeviceGray" + _FLATE,
            )
        },
    ),
    "arrays.pdf": lambda: pdf_page(b"[" * 100_000 + b"]" * 100_000 + b"\n" + WORDS),
    "objects.pdf": lambda: pdf({1: b"<</Type/Catalog/Pages " + b"[" * 100_000, 2: PAGES}),
    # mail
    "messages.mbox": lambda: _mbox(20_000),
    "nested.eml": lambda: _nested_mail(1000),
    "multipart.eml": lambda: _nested_multipart(1000),
    "parts.eml": lambda: _many_parts(10_000),
    "attached.eml": lambda: mail_with("a.zip", zipped({"a.txt": b"\0" * 100 * MIB})),
    "header.eml": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 200_000 + b"\n\nText.\n",
    "addresses.eml": lambda: b"From: " + b"(" * 100_000 + b"\nSubject: a\n\nText.\n",
    # text
    "brackets.md": lambda: b"[" * 30_000 + b"\n\n" + b"![" * 20_000,
    "emphasis.md": lambda: b"*a_ **b__ " * 10_000,
    "quotes.md": lambda: b">" * 50_000 + b" Deep.\n",
    "lists.md": lambda: b"".join(b" " * (2 * n) + b"- item\n" for n in range(1000)),
    "ticks.md": lambda: b" ".join(b"`" * n for n in range(1, 1500)),
    "tags.md": lambda: b"<a" * 30_000 + b"<!--" * 20_000,
    "anchors.md": lambda: (
        b"---\na0: &a0 [x, x]\n"
        + b"".join(
            b"a%d: &a%d [%b]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 10)) for n in range(1, 10)
        )
        + b"---\n\nText.\n"
    ),
    "spaces.txt": lambda: b"a" + b" " * 3 * MIB + b"b\n" + b" \n" * MIB,
    "unbroken.txt": lambda: b"x" * 5 * MIB,
    "marks.txt": lambda: "a\u0301\u0327".encode() + "\u0301\u0327".encode() * 50_000,
    "dots.txt": lambda: b". " * MIB + b"1.1." * MIB,
}
