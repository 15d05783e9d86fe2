import json
import zipfile
from io import BytesIO
from typing import Any

import pytest

from index.documents.formats.kinds import kind_of
from index.errors import Unreadable
from index.originals import FileStatus
from tests.index.documents.formats import real_files

MESSAGE = b"From: a@b.c\r\nTo: d@e.f\r\nSubject: Otters\r\nX-Much: a\r\n b\r\n\r\nThey dive.\r\n"


def archive_of(*names: str, mimetype: str = "") -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def refusal(name: str, data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        kind_of(name, data)
    return refused.value


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\n" * 900 + b"%PDF-1.7\n", "pdf"),
        (b"{\\rtf1\\ansi Otters}", "rtf"),
        (b"\xef\xbb\xbf{\\rtf1\\ansi Otters}", "rtf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "picture"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "gzip"),
        (archive_of("[Content_Types].xml", "word/document.xml"), "docx"),
        (archive_of("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (archive_of("[Content_Types].xml", "xl/workbook.xml"), "sheet"),
        (archive_of("xl/notes.txt"), "zip"),
        (archive_of("a.txt", mimetype="application/epub+zip"), "epub"),
        (archive_of("a.xml", mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        (archive_of("a.xml", mimetype="application/vnd.oasis.opendocument.presentation"), "odp"),
        (archive_of("a.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "sheet"),
        (archive_of("a.txt", "b/c.pdf"), "zip"),
        (b"PK\x03\x04 cut off", "zip"),
        (b"<!DOCTYPE html>\n<title>Otters</title>", "html"),
        (b"<?xml version='1.0'?>\n<!-- a --><html xmlns='x'><body/></html>", "html"),
        (b"<?xml version='1.0'?><otters><otter/></otters>", "xml"),
        (MESSAGE, "mail"),
        (b"From ann@b.c Fri May  3 10:02:11 2024\n" + MESSAGE, "mbox"),
        (b'{"name": "Otter", "eats": ["clams"]}', "json"),
        (b'[{"name": "Otter"}]', "json"),
        (b'{"name": "Otter"}\n{"name": "Mink"}\n', "jsonl"),
        (b'{"name": "Otter"', "plain"),
        (b"[1] Otters dive.\n[2] They sleep.", "plain"),
        (b"Otters dive.", "plain"),
        ("Otters dive.".encode("utf-16"), "plain"),
        ("<!doctype html><p>Otters dive.".encode("utf-16"), "html"),
        ("Où dort la loutre ?".encode("cp1252"), "plain"),
        (b"Note: otters dive.\nHint: they sleep.\nDate: today\n\nThey eat.", "plain"),
    ],
)
@pytest.mark.parametrize("name", ["a", "a.txt", "a/b.what"])
def test_content_tells_the_kind_whatever_the_name(name: str, data: bytes, kind: str) -> None:
    assert kind_of(name, data) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a/b.MD", "markdown"),
        ("a.mdx", "mdx"),
        ("a.rst", "rst"),
        ("a.csv", "csv"),
        ("a.tsv", "csv"),
        ("a.log", "plain"),
        ("README", "plain"),
        ("a.html", "html"),
    ],
)
def test_the_name_tells_kinds_of_text_apart(name: str, kind: str) -> None:
    assert kind_of(name, b"<b>otter</b>, mink\nclam, fish\n") == kind


def test_pages_and_messages_in_a_text_do_not_change_its_kind() -> None:
    assert kind_of("a.md", b"<h1 align='center'>Otters</h1>\n\nThey dive.") == "markdown"
    assert kind_of("a.rst", b"Otters\n======\n\n.. raw:: html\n\n   <html>") == "rst"
    assert kind_of("a.html", b"<p>Otters dive.") == "html"


def test_a_page_under_the_name_of_something_else_is_a_page() -> None:
    page = b"<html><p>Otters dive."
    assert {kind_of(name, page) for name in ("a.pdf", "a.xls", "a.doc", "a.txt")} == {"html"}


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a", b"\x7fELF\x02\x01\x01\0", "a program"),
        ("a.txt", b"MZ\x90\0\x03\0", "a program"),
        ("a.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0", "a film"),
        ("a.rar", b"Rar!\x1a\x07\0", "an archive (RAR)"),
        ("a.svg", b"<?xml version='1.0'?><svg/>", "a drawing"),
        ("a.jar", archive_of("META-INF/MANIFEST.MF"), "a program"),
        ("a.bin", bytes(range(256)) * 8, "a binary file"),
        ("a.py", b"import os\n", "source code"),
        ("settings.yaml", b"a: b\n", "source code or settings"),
        ("Makefile", b"all:\n\tcc a.c\n", "source code"),
        ("run", b"#!/bin/sh\nls\n", "source code"),
    ],
)
def test_what_is_not_read_is_named(name: str, data: bytes, reason: str) -> None:
    refused = refusal(name, data)
    assert refused.status is FileStatus.UNSUPPORTED
    assert str(refused).startswith(reason)


def test_letters_that_begin_other_formats_may_begin_a_text() -> None:
    assert kind_of("a.txt", b"MZ is short for Mozambique.") == "plain"
    assert kind_of("a.txt", b"BMW makes cars.") == "plain"


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.png", "a.zip"])
def test_text_under_a_binary_name_is_broken(name: str) -> None:
    refused = refusal(name, b"../documents/other.docx")
    assert refused.status is FileStatus.BROKEN
    assert "not what its name says" in str(refused)


@pytest.mark.parametrize("data", [b"", b" \n\t", bytes(100)])
def test_a_file_without_content_is_empty(data: bytes) -> None:
    assert refusal("a.pdf", data).status is FileStatus.EMPTY


def test_a_damaged_archive_is_what_its_name_says() -> None:
    whole = archive_of("[Content_Types].xml", "word/document.xml")
    assert kind_of("a.docx", whole[:60]) == "docx"


def test_a_damaged_compound_file_is_broken() -> None:
    refused = refusal("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 700)
    assert refused.status is FileStatus.BROKEN


def test_long_json_is_known_by_its_start() -> None:
    records = [{"name": f"Otter {n}", "eats": "clams " * 20} for n in range(40_000)]
    assert kind_of("a", json.dumps(records).encode()) == "json"
    assert kind_of("a", "\n".join(map(json.dumps, records)).encode()) == "jsonl"
    assert kind_of("a.json", b"[" * 100_000) == "json"


_KINDS_OF_FORMATS = {
    "csv": {"csv"},
    "docx": {"docx"},
    "eml": {"mail"},
    "epub": {"epub"},
    "html": {"html"},
    "json": {"json", "jsonl", "plain"},  # one is cut off, and called .txt
    "msg": {"msg"},
    "odt": {"odt", "odp"},
    "pdf": {"pdf"},
    "pptx": {"pptx"},
    "rst": {"rst"},
    "rtf": {"rtf"},
    "txt": {"plain"},
    "xlsx": {"sheet"},
    "xml": {"xml"},
    "zip": {"zip"},
}


@real_files.needed
@pytest.mark.parametrize("file", real_files.files_of(*_KINDS_OF_FORMATS))
def test_the_kinds_of_real_files_are_told(file: dict[str, Any]) -> None:
    data = real_files.bytes_of(file)
    if file["expect"] == "broken" and data.isascii() and file["format"] == "docx":
        assert refusal(file["file"], data).status is FileStatus.BROKEN  # no document, but text
    else:
        assert kind_of(file["file"], data) in _KINDS_OF_FORMATS[file["format"]]
