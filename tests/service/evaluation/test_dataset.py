import json
import os
from pathlib import Path

import pytest

from index.errors import UsageError
from index.records import RawDocument
from service.evaluation.dataset import Dataset, JudgedQuery, read_dataset
from tests.service.evaluation.folders import Line, document, query, write_dataset, write_lines


def problems_of(dataset: Dataset) -> list[tuple[str, int]]:
    return [(problem.path.name, problem.line) for problem in dataset.broken_lines]


def test_a_folder_is_read_as_it_stands(tmp_path: Path) -> None:
    folder = write_dataset(
        tmp_path / "pond-fit",
        [
            query("1", "How deep?", answerable=True, answers=["eight"], evidence=["Eight deep."]),
            query("2", "Who won?", answerable=False),
        ],
        [("1", "a", 2), ("1", "b", 0), ("1", "c", -1)],
        [document("a", "Text of a.", "Title of a"), document("b", "", "Only a title")],
    )
    dataset = read_dataset(folder)
    assert dataset.name == "pond-fit"
    assert dataset.queries == [
        JudgedQuery("1", "How deep?", {"a": 2}, True, ("eight",), ("Eight deep.",)),
        JudgedQuery("2", "Who won?", {}, False),
    ]
    assert dataset.corpus is not None
    assert dataset.corpus.documents == [
        RawDocument("a", "Text of a.", "Title of a"),
        RawDocument("b", "Only a title", "Only a title"),
    ]
    assert dataset.broken_lines == []
    assert dataset.unknown == []


def test_plain_beir_says_nothing_of_answers(tmp_path: Path) -> None:
    lines = [query("1", "one?"), {**query("2", "two?"), "metadata": {"url": "x"}}]
    folder = write_dataset(tmp_path / "plain", lines, [("1", "a", 1), ("2", "a", 1)])
    dataset = read_dataset(folder)
    assert [(q.answerable, q.answers, q.evidence) for q in dataset.queries] == [(None, (), ())] * 2
    assert dataset.corpus is None


def test_questions_of_another_split_are_not_asked(tmp_path: Path) -> None:
    lines = [query("test", "one?"), query("train", "two?"), query("none", "?", answerable=False)]
    dataset = read_dataset(write_dataset(tmp_path / "d", lines, [("test", "a", 1)]))
    assert [q.query_id for q in dataset.queries] == ["test", "none"]
    assert dataset.unused == 1


def test_without_qrels_and_metadata_all_are_asked(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "d", [query("1", "one?"), query("2", "two?")])
    (folder / "qrels" / "test.tsv").unlink()
    dataset = read_dataset(folder)
    assert (len(dataset.queries), dataset.unused) == (2, 0)


def test_a_byte_order_mark_blank_lines_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "d", [query("1", "one?")], [("1", "a", 1)])
    for path in (folder / "queries.jsonl", folder / "qrels" / "test.tsv"):
        text = path.read_bytes().replace(b"\n", b"\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text + b"\r\n  \r\n")
    dataset = read_dataset(folder)
    assert dataset.broken_lines == []
    assert dataset.queries == [JudgedQuery("1", "one?", {"a": 1})]


GOOD = query("good", "Is it?", answerable=True)
BROKEN_QUERIES: dict[str, Line] = {
    "no JSON": b'{"_id": "x", "text": ',
    "no object": b'["x", "y"]',
    "a number alone": b"1",
    "not UTF-8": b'{"_id": "x", "text": "caf\xe9?"}',
    "half a surrogate": b'{"_id": "x", "text": "why \\ud83d?"}',
    "no id": {"text": "what?"},
    "empty id": query("", "what?"),
    "number for id": {"_id": 7, "text": "what?"},
    "NUL in the id": query("a\0b", "what?"),
    "no text": {"_id": "x"},
    "null for text": {"_id": "x", "text": None},
    "empty question": query("x", "  \n"),
    "too long a question": query("x", "x" * 2001),
    "NUL in the question": query("x", "what\0?"),
    "answerable as text": query("x", "what?", answerable="yes"),
    "answerable as number": query("x", "what?", answerable=1),
    "one answer for a list": query("x", "what?", answers="eight"),
    "an answer that every sentence holds": query("x", "what?", answers=[" "]),
    "numbers for answers": query("x", "what?", answers=[8]),
    "null for evidence": query("x", "what?", evidence=None),
    "text for metadata": {**query("x", "what?"), "metadata": "none"},
    "the same id again": query("good", "Is it again?"),
    "brackets without end": b"[" * 100_000,
}


@pytest.mark.parametrize("line", BROKEN_QUERIES.values(), ids=BROKEN_QUERIES)
def test_a_broken_question_is_reported_with_its_line_and_the_others_count(
    tmp_path: Path, line: Line
) -> None:
    last = query("last", "And this?", answerable=False)
    dataset = read_dataset(write_dataset(tmp_path / "d", [GOOD, line, last]))
    assert problems_of(dataset) == [("queries.jsonl", 2)]
    assert [q.query_id for q in dataset.queries] == ["good", "last"]
    [problem] = dataset.broken_lines
    assert str(problem).startswith(f"{tmp_path / 'd' / 'queries.jsonl'}:2: ")
    assert len(problem.reason) < 200
    assert "xxx" not in problem.reason


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b'"a"',
        b'{"_id": "x", "title": "\xff", "text": "y"}',
        {"_id": "x", "title": "no text"},
        {"_id": "x", "title": 3, "text": "y"},
        {"_id": ["x"], "text": "y"},
        document("x", "", ""),
        document("x", " \n ", " "),
        document("a", "The same id again."),
    ],
)
def test_a_broken_document_is_reported_with_its_line_and_the_others_count(
    tmp_path: Path, line: Line
) -> None:
    corpus = [document("a", "One."), line, document("z", "Two.")]
    dataset = read_dataset(write_dataset(tmp_path / "d", [GOOD], (), corpus))
    assert problems_of(dataset) == [("corpus.jsonl", 2)]
    assert dataset.corpus is not None
    assert [d.document_id for d in dataset.corpus.documents] == ["a", "z"]


@pytest.mark.parametrize(
    "row",
    [
        ("good", "b"),
        ("good", "0", "b", "1"),
        ("good b 1",),
        ("", "b", "1"),
        ("good", " ", "1"),
        ("good", "b\0", "1"),
        ("good", "b", "NaN"),
        ("good", "b", "inf"),
        ("good", "b", "1.5"),
        ("good", "b", ""),
        ("good", "b", "1e3"),
        ("good", "b", "1001"),
        ("good", "b", "9" * 5000),
        ("good", "a", "2"),
    ],
)
def test_a_broken_qrel_is_reported_with_its_line_and_the_others_count(
    tmp_path: Path, row: tuple[str, ...]
) -> None:
    qrels = [("good", "a", 1), row, ("good", "z", 3)]
    dataset = read_dataset(write_dataset(tmp_path / "d", [GOOD], qrels))
    assert problems_of(dataset) == [("test.tsv", 3)]
    assert len(dataset.broken_lines[0].reason) < 200
    assert dataset.queries[0].relevant == {"a": 1, "z": 3}


def test_qrels_without_a_header_lose_no_row(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "d", [GOOD])
    (folder / "qrels" / "test.tsv").write_text("good\ta\t1\n")
    dataset = read_dataset(folder)
    assert (dataset.queries[0].relevant, dataset.broken_lines) == ({"a": 1}, [])


def test_qrels_in_another_encoding_are_reported_line_by_line(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "d", [GOOD])
    (folder / "qrels" / "test.tsv").write_bytes("query-id\tcorpus-id\tscore\n".encode("utf-16"))
    assert ("test.tsv", 1) in problems_of(read_dataset(folder))


def test_qrels_of_unknown_queries_are_no_broken_lines(tmp_path: Path) -> None:
    qrels = [("good", "a", 1), ("gone", "a", 1), ("gone", "b", 1), ("lost", "a", 0)]
    dataset = read_dataset(write_dataset(tmp_path / "d", [GOOD], qrels))
    assert dataset.broken_lines == []
    assert dataset.unknown == ["gone", "lost"]


def test_a_missing_folder_is_wrong_use_and_says_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="BEIR layout"):
        read_dataset(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="BEIR layout"):
        read_dataset(tmp_path / "file")


def test_a_folder_without_questions_is_wrong_use(tmp_path: Path) -> None:
    write_lines(tmp_path / "corpus.jsonl", [document("a", "Text.")])
    with pytest.raises(UsageError, match=r"queries\.jsonl"):
        read_dataset(tmp_path)


@pytest.mark.parametrize("name", ["queries.jsonl", "corpus.jsonl", "qrels/test.tsv"])
def test_a_folder_where_a_file_should_be_is_wrong_use(tmp_path: Path, name: str) -> None:
    folder = write_dataset(tmp_path / "d", [GOOD])
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()
    with pytest.raises(UsageError, match="cannot be read"):
        read_dataset(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_wrong_use(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "d", [GOOD])
    (folder / "queries.jsonl").chmod(0)
    with pytest.raises(UsageError, match="cannot be read"):
        read_dataset(folder)


def test_the_name_is_that_of_the_folder_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write_dataset(tmp_path / "pond-fit", [GOOD]))
    assert read_dataset(Path()).name == "pond-fit"


def test_the_corpus_is_known_by_its_bytes(tmp_path: Path) -> None:
    def sha256_of(folder: str, text: str) -> str:
        made = write_dataset(tmp_path / folder, [GOOD], (), [document("a", text)])
        corpus = read_dataset(made).corpus
        assert corpus is not None
        return corpus.sha256

    assert sha256_of("one", "same") == sha256_of("two", "same") != sha256_of("three", "other")


def test_line_separators_inside_a_text_end_no_line(tmp_path: Path) -> None:
    raw = json.dumps(document("a", "One\u2028two\x85three"), ensure_ascii=False).encode()
    dataset = read_dataset(write_dataset(tmp_path / "d", [GOOD], (), [raw, document("b", "x")]))
    assert dataset.broken_lines == []
    assert dataset.corpus is not None
    assert len(dataset.corpus.documents) == 2
