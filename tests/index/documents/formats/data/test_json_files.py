import json
from typing import Any

import pytest

from index.documents.formats import read
from index.documents.formats.data import json_files
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import BlockKind, RawDocument

OTTER = {
    "id": "o-1",
    "name": "Sea otter",
    "author": {"name": "Ann Lee"},
    "published": "2024-05-03T10:02:00Z",
    "url": "https://example.org/otter",
    "lang": "en",
    "weight": 30.50,
    "eats": ["clams", "urchins"],
    "body": "Otters dive for clams.\n\n- They use stones.\n- They sleep afloat.",
}


def documents(name: str, data: bytes | Any) -> list[RawDocument]:
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    found = list(read(Original(name, content)))
    assert not [report for report in found if isinstance(report, FileReport)], found
    return [raw for raw in found if isinstance(raw, RawDocument)]


def only(data: bytes | Any) -> RawDocument:
    (raw,) = documents("a.json", data)
    return raw


def blocks(raw: RawDocument) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.span.of(raw.text)) for block in raw.shape.blocks]


def status_of(data: bytes, name: str = "a.json") -> FileStatus:
    with pytest.raises(Unreadable) as refused:
        list(read(Original(name, data)))
    return refused.value.status


def test_an_object_says_what_its_fields_say() -> None:
    raw = only(OTTER)
    assert (raw.title, raw.author, raw.published) == ("Sea otter", "Ann Lee", "2024-05-03")
    assert (raw.url, raw.language) == ("https://example.org/otter", "en")
    assert (BlockKind.PARAGRAPH, "weight: 30.5") in blocks(raw)
    assert (BlockKind.PARAGRAPH, "eats: clams, urchins") in blocks(raw)
    assert (BlockKind.PARAGRAPH, "Otters dive for clams.") in blocks(raw)
    assert (BlockKind.ITEM, "- They use stones.") in blocks(raw)


def test_what_has_no_title_is_called_by_its_file() -> None:
    assert only({"zoo": {"name": "Otters"}, "n": 1}).title == "Otters"
    assert only({"zoo": 7}).title == "a.json"
    first, _ = documents("in/a.json", [{"zoo": 7}, {"zoo": 8}])
    assert first.title == "a.json, record 1"


def test_keys_over_keys_are_headings() -> None:
    raw = only({"zoo": {"otters": {"count": 7}, "open": True}})
    assert blocks(raw) == [
        (BlockKind.HEADING, "zoo"),
        (BlockKind.PARAGRAPH, "open: yes"),
        (BlockKind.HEADING, "otters"),
        (BlockKind.PARAGRAPH, "count: 7"),
    ]
    assert [block.level for block in raw.shape.blocks] == [1, 0, 2, 0]
    assert raw.shape.blocks[3].under == 2


def test_numbers_stand_as_they_are_written() -> None:
    raw = only(b'{"price": 1.50, "huge": 1%s, "odd": NaN, "e": 1e5}' % (b"0" * 90))
    assert "price: 1.50" in raw.text
    assert f"huge: 1{'0' * 90}" not in raw.text, "such a number is no word"
    assert "e: 1e5" in raw.text


def test_a_list_of_small_objects_is_a_table() -> None:
    raw = only({"prices": [{"fruit": "fig", "eur": 3}, {"fruit": "plum", "eur": 2}]})
    rows = [block for block in raw.shape.blocks if block.kind is BlockKind.ROW]
    assert [row.span.of(raw.text) for row in rows] == ["fruit | eur", "fig | 3", "plum | 2"]
    assert rows[0].header
    assert rows[2].under == raw.shape.blocks.index(rows[0])


def test_objects_in_a_list_have_a_place_and_their_title() -> None:
    raw = only({"animals": [{"name": "Otter", "eats": {"best": "clams"}}, {"a": {"b": "c"}}]})
    assert [(p.kind, p.value, p.label) for p in raw.shape.places] == [
        ("part", "$.animals[0]", "animals, record 1"),
        ("part", "$.animals[1]", "animals, record 2"),
    ]
    assert (BlockKind.HEADING, "Otter") in blocks(raw)
    assert (BlockKind.HEADING, "2") in blocks(raw)


def test_hashes_and_long_lists_of_numbers_are_left_out() -> None:
    raw = only({"element_id": "fb902c5b26b38e2d35a70a55d43a5de6", "text": "Otters dive.",
                "vector": [0.25] * 300})  # fmt: skip
    assert raw.text == "text: Otters dive."
    assert raw.warnings == ("long lists of numbers are left out",)


def test_a_list_of_objects_is_a_document_each() -> None:
    first, second = documents("in/a.json", [OTTER, {**OTTER, "id": "o-2", "name": "Mink"}])
    assert (first.document_id, second.document_id) == ("in/a.json#o-1", "in/a.json#o-2")
    assert second.title == "Mink"
    assert [(p.kind, p.value, p.label) for p in second.shape.places] == [("row", "2", "record 2")]


def test_records_whose_ids_repeat_are_numbered() -> None:
    found = documents("a.json", [OTTER, OTTER, {"name": "Mink"}])
    assert [raw.document_id for raw in found] == ["a.json#1", "a.json#2", "a.json#3"]


def test_lines_are_documents_and_bad_ones_are_reported() -> None:
    data = b'{"text": "Otters dive."}\r\n\n{"text": "cut o\n["They sleep."]\n'
    first, second, report = read(Original("a.jsonl", data))
    assert isinstance(first, RawDocument)
    assert (first.document_id, first.text) == ("a.jsonl#1", "text: Otters dive.")
    assert isinstance(second, RawDocument)
    assert [place.label for place in second.shape.places] == ["line 4"]
    assert isinstance(report, FileReport)
    assert (report.path, report.status) == ("a.jsonl#3", FileStatus.BROKEN)


def test_many_bad_lines_are_counted_not_listed() -> None:
    *_, last = read(Original("a.jsonl", b'{"a": "b"}\n' + b"{\n" * 5000))
    assert isinstance(last, FileReport)
    assert last.reason.startswith("4,980 more")


def test_too_many_records_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_files, "_MOST_RECORDS", 3)
    data = b"\n".join(b'{"a": "%d"}' % n for n in range(9))
    *texts, report = read(Original("a.jsonl", data))
    assert len(texts) == 3
    assert isinstance(report, FileReport)
    assert report.status is FileStatus.TOO_LARGE


def test_keys_that_repeat_are_all_read() -> None:
    assert only(b'{"a": "one", "a": "two"}').text == "a: one\na: two"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b'{"a": ', FileStatus.BROKEN),
        (b"[" * 100_000, FileStatus.TOO_LARGE),
        (b'{"a":' * 900 + b"1" + b"}" * 900, FileStatus.TOO_LARGE),
        (b'{"a": null, "b": [], "c": {"d": ""}}', FileStatus.EMPTY),
        (b"[]", FileStatus.EMPTY),
    ],
)
def test_what_cannot_be_read_ends_cleanly(data: bytes, status: FileStatus) -> None:
    assert status_of(data) is status


def test_a_notebook_is_its_texts_and_code() -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Otters\n", "\n", "They dive."]},
        {"cell_type": "code", "source": "print(7)", "outputs": [{"text": "7"}]},
    ]
    raw = only({"cells": cells, "nbformat": 4, "metadata": {"language_info": {"name": "python"}}})
    assert [kind for kind, _ in blocks(raw)][1:] == [BlockKind.PARAGRAPH, BlockKind.CODE]
    assert raw.shape.blocks[-1].language == "python"
    assert "print(7)" in raw.text
