import json
import os
from pathlib import Path

import pytest

from index.errors import UsageError
from service.evaluation.cases.case_set import holds_cases, read_cases
from tests.service.evaluation.cases.case_folders import OTTERS, write_case

ASKED = {"question": "How deep does the otter dive?"}


def test_a_case_is_read_as_it_stands(tmp_path: Path) -> None:
    told = {
        "question": "and on Sundays?",
        "turns_before": ["When is the mill open?"],
        "files": ["b.md", "rivers/a.txt", "b.md"],
        "expected_status": "answered",
        "expected_contains": "eight",
        "expected_contains_too": ["metres", " "],
        "must_not_contain": "nine",
        "expected_document": "b.md",
        "expected_documents": ["b.md", "rivers/a.txt"],
        "expected_conflict": True,
        "note": "both",
        "observed": {"status": "refused"},
    }
    files = {"b.md": OTTERS, "rivers/a.txt": OTTERS, "c.txt": OTTERS}
    write_case(tmp_path / "set" / "one", told, files)
    case_set = read_cases(tmp_path / "set")
    assert (case_set.name, case_set.broken_cases, case_set.unknown_fields) == ("set", [], [])
    [case] = case_set.cases
    assert case.name == "one"
    assert [source.document_id for source in case.documents] == ["b.md", "rivers/a.txt"]
    [turn] = case.told.turns
    assert (turn.question, case.told.turns_before) == (
        "and on Sundays?",
        ("When is the mill open?",),
    )
    assert turn.expectations() == {
        "expected_status": "answered",
        "expected_contains": [["eight"]],
        "expected_contains_too": [["metres"]],
        "must_not_contain": ["nine"],
        "expected_document": "b.md",
        "expected_documents": ["b.md", "rivers/a.txt"],
        "expected_conflict": True,
    }


def test_a_conversation_is_read_as_it_stands(tmp_path: Path) -> None:
    told = {
        "turns": [
            {**ASKED, "stands_alone": True, "expected_contains": "eight"},
            {
                "question": "and the beaver?",
                "expected_reading": ["beaver", ["deep", "dive"]],
                "reading_must_not_contain": "otter",
                "expected_status": "unsupported",
                "colour": "red",
            },
        ],
        "note": "depths",
        "size": 2,
    }
    write_case(tmp_path / "set" / "one", told)
    case_set = read_cases(tmp_path / "set")
    assert (case_set.broken_cases, case_set.unknown_fields) == ([], ["colour", "size"])
    [case] = case_set.cases
    assert (case.told.note, case.told.turns_before) == ("depths", ())
    assert [turn.question for turn in case.told.turns] == [ASKED["question"], "and the beaver?"]
    assert [turn.expectations() for turn in case.told.turns] == [
        {"expected_status": "answered", "stands_alone": True, "expected_contains": [["eight"]]},
        {
            "expected_status": "unsupported",
            "expected_reading": [["beaver"], ["deep", "dive"]],
            "reading_must_not_contain": ["otter"],
        },
    ]


def test_a_question_alone_is_a_case_and_all_files_beside_it_are_its_documents(
    tmp_path: Path,
) -> None:
    files = {"a.txt": OTTERS, "b/c.md": OTTERS, ".hidden.md": OTTERS}
    write_case(tmp_path / "set" / "one", ASKED, files)
    [case] = read_cases(tmp_path / "set").cases
    assert [source.document_id for source in case.documents] == ["a.txt", "b/c.md"]
    [turn] = case.told.turns
    assert turn.expectations() == {"expected_status": "answered"}


def test_a_case_with_an_empty_list_of_files_has_no_documents_of_its_own(tmp_path: Path) -> None:
    told = {**ASKED, "files": [], "expected_document": "far/away.md"}
    write_case(tmp_path / "set" / "one", told)
    case_set = read_cases(tmp_path / "set")
    assert (case_set.broken_cases, [case.documents for case in case_set.cases]) == ([], [()])


def test_a_folder_with_a_question_alone_is_broken_and_the_reason_says_what_to_do(
    tmp_path: Path,
) -> None:
    folder = write_case(tmp_path / "set" / "one", ASKED)
    (folder / "otters.txt").unlink()
    [broken] = read_cases(tmp_path / "set").broken_cases
    assert '"files": []' in broken.reason


def test_a_blank_text_asks_nothing(tmp_path: Path) -> None:
    told = {**ASKED, "expected_contains": "", "expected_status": "unsupported"}
    write_case(tmp_path / "set" / "one", told)
    [case] = read_cases(tmp_path / "set").cases
    [turn] = case.told.turns
    assert turn.expectations() == {"expected_status": "unsupported"}


def test_cases_come_in_the_order_of_their_names_and_others_are_named(tmp_path: Path) -> None:
    for name in ("b", "a", ".git"):
        write_case(tmp_path / name, {**ASKED, "colour": "red"})
    (tmp_path / "pictures").mkdir()
    (tmp_path / "README.md").write_text("About these cases.")
    case_set = read_cases(tmp_path)
    assert [case.name for case in case_set.cases] == ["a", "b"]
    assert case_set.without_question == ["pictures"]
    assert case_set.unknown_fields == ["colour"]


def test_a_single_case_is_a_set_of_one(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "one", ASKED)
    assert holds_cases(folder)
    case_set = read_cases(folder)
    assert (case_set.name, [case.name for case in case_set.cases]) == ("one", ["one"])


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    write_case(tmp_path / "set" / "one", b"\xef\xbb\xbf" + json.dumps(ASKED).encode())
    assert read_cases(tmp_path / "set").broken_cases == []


@pytest.mark.parametrize("holds", ["queries.jsonl", "nothing", "a file"])
def test_what_holds_no_cases(tmp_path: Path, holds: str) -> None:
    folder = tmp_path / "set"
    if holds == "a file":
        folder.touch()
    elif holds == "nothing":
        (folder / "one").mkdir(parents=True)
    else:
        write_case(folder / "one", ASKED)
        (folder / "queries.jsonl").touch()
    assert not holds_cases(folder)
    assert not holds_cases(tmp_path / "nowhere")


BROKEN = {
    "no JSON": (b'{"question": ', "EOF"),
    "no object": (b"[]", "object"),
    "not UTF-8": (b'{"question": "caf\xe9?"}', "UTF-8"),
    "no question": ({"expected_contains": "eight"}, "question: is missing"),
    "empty question": ({"question": " "}, "question: must not be empty"),
    "too long a question": ({"question": "x" * 2001}, "question: "),
    "empty turn": ({**ASKED, "turns_before": ["Why?", ""]}, "turns_before.1: "),
    "one turn as text": ({**ASKED, "turns_before": "Why?"}, "turns_before: "),
    "no turns": ({"turns": []}, "turns: "),
    "turns as text": ({"turns": "Why?"}, "turns: "),
    "a turn without a question": ({"turns": [ASKED, {}]}, "turns.1.question: is missing"),
    "no text of several": ({**ASKED, "expected_contains": [[]]}, "expected_contains.0: "),
    "no alternative": ({**ASKED, "expected_reading": ["a", []]}, "expected_reading.1: "),
    "number in a reading": ({**ASKED, "expected_reading": [["a", 8]]}, "expected_reading.0.1: "),
    "no yes or no": ({**ASKED, "stands_alone": "yes"}, "stands_alone: "),
    "unknown document of a turn": ({"turns": [{**ASKED, "expected_document": "lost.md"}]}, "lost"),
    "unknown status": ({**ASKED, "expected_status": "refused"}, "expected_status: "),
    "number": ({**ASKED, "expected_contains": 8}, "expected_contains: "),
    "numbers": ({**ASKED, "must_not_contain": ["a", 8]}, "must_not_contain.1: "),
    "conflict as text": ({**ASKED, "expected_conflict": "yes"}, "expected_conflict: "),
    "missing file": ({**ASKED, "files": ["gone.txt"]}, "files: there is no file gone.txt"),
    "NUL in a file": ({**ASKED, "files": ["a\0.txt"]}, "files: there is no file"),
    "file elsewhere": ({**ASKED, "files": ["../otters.txt"]}, "files: ../otters.txt must lie"),
    "file from the root": ({**ASKED, "files": ["/otters.txt"]}, "files: /otters.txt must lie"),
    "itself": ({**ASKED, "files": ["question.json"]}, "question.json is no document"),
    "unknown document": ({**ASKED, "expected_document": "lost.md"}, "lost.md"),
    "unknown documents": ({**ASKED, "expected_documents": ["otters.txt", "lost.md"]}, "lost.md"),
}


@pytest.mark.parametrize(("question", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_broken_case_is_named_by_its_file_and_the_others_count(
    tmp_path: Path, question: dict[str, object] | bytes, reason: str
) -> None:
    write_case(tmp_path / "broken", question)
    write_case(tmp_path / "good", ASKED)
    case_set = read_cases(tmp_path)
    assert [case.name for case in case_set.cases] == ["good"]
    [broken] = case_set.broken_cases
    assert str(broken).startswith(f"{tmp_path / 'broken' / 'question.json'}: ")
    assert reason in broken.reason
    assert len(broken.reason) < 200


def test_a_case_without_documents_is_broken(tmp_path: Path) -> None:
    write_case(tmp_path / "set" / "one", ASKED, {".hidden.txt": OTTERS})
    [broken] = read_cases(tmp_path / "set").broken_cases
    assert "no document beside it" in broken.reason


def test_a_folder_in_place_of_the_question_is_broken(tmp_path: Path) -> None:
    (tmp_path / "set" / "one" / "question.json").mkdir(parents=True)
    [broken] = read_cases(tmp_path / "set").broken_cases
    assert "cannot be read" in broken.reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_listed_is_wrong_use(tmp_path: Path) -> None:
    write_case(tmp_path / "set" / "one", ASKED)
    (tmp_path / "set").chmod(0)
    try:
        with pytest.raises(UsageError, match="cannot be read"):
            read_cases(tmp_path / "set")
    finally:
        (tmp_path / "set").chmod(0o700)
