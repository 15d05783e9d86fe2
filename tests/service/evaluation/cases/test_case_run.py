from pathlib import Path

import pytest

from index.building.report import Quiet
from index.encoder.model import Say
from service.evaluation.cases import case_run
from service.evaluation.cases.case_run import CaseResult, run_cases
from service.evaluation.cases.case_set import read_cases
from service.settings import Settings
from tests.service.evaluation.cases.case_folders import MILLS, OTTERS, write_case
from tests.toy import ToyEncoder

DEEP = {"question": "How deep does the otter dive?", "expected_contains": "eight metres"}
EMPTY = {"empty.md": "", "menu.txt": "Read more"}  # cleaning leaves nothing of the menu


@pytest.fixture(autouse=True)
def _toy(monkeypatch: pytest.MonkeyPatch, encoder: ToyEncoder) -> None:
    for module in ("service.wiring", "service.evaluation.cases.case_run"):
        monkeypatch.setattr(f"{module}.load_encoder", lambda *_, **__: encoder)


def run(folder: Path, **settings: object) -> list[CaseResult]:
    case_set = read_cases(folder)
    assert case_set.broken_cases == []
    return run_cases(case_set.cases, Settings.load(**settings), lambda message: None, Quiet())


def outcomes(results: list[CaseResult]) -> dict[str, str]:
    return {result.case.name: turn.outcome for result in results for turn in result.turns}


def test_each_case_is_asked_of_its_own_documents(tmp_path: Path) -> None:
    write_case(tmp_path / "answered", DEEP)
    write_case(tmp_path / "elsewhere", DEEP, {"mills.txt": MILLS})
    write_case(tmp_path / "lacking", {**DEEP, "expected_contains": "nine"})
    write_case(tmp_path / "not_said", {**DEEP, "expected_status": "unsupported"})
    results = run(tmp_path, min_confidence=0.0)
    assert outcomes(results) == {
        "answered": "answered_right",
        "elsewhere": "answered_wrong",
        "lacking": "answered_wrong",
        "not_said": "unanswerable_answered",
    }
    assert [result.is_right for result in results] == [True, False, False, False]
    [lacking] = results[2].turns
    assert lacking.faults == ("the answer lacks “nine”",)
    [answered] = results[0].turns
    assert answered.answer is not None
    assert answered.answer.answer == "The otter dives eight metres deep. [1]"


def test_refusals_are_right_or_wrong(tmp_path: Path) -> None:
    write_case(tmp_path / "answerable", DEEP)
    write_case(tmp_path / "not_said", {**DEEP, "expected_status": "unsupported"})
    assert outcomes(run(tmp_path, min_confidence=1.0)) == {
        "answerable": "refused",
        "not_said": "refused_right",
    }


def test_the_files_that_are_named_are_the_only_documents(tmp_path: Path) -> None:
    files = {"otters.txt": OTTERS, "mills.txt": MILLS}
    write_case(tmp_path / "one", {**DEEP, "files": ["mills.txt"]}, files)
    [result] = run(tmp_path, min_confidence=0.0)
    [turn] = result.turns
    assert turn.answer is not None
    assert {passage.document_id for passage in turn.answer.passages} == {"mills.txt"}


def test_a_follow_up_is_understood_from_the_turns_before(tmp_path: Path) -> None:
    told = {
        "question": "what does it grind?",
        "turns_before": ["Where is the old mill?"],
        "expected_contains": "barley",
    }
    files = {"mills.txt": f"The old mill stands at the river. {MILLS}"}
    write_case(tmp_path / "one", told, files)
    [result] = run(tmp_path, min_confidence=0.0)
    [turn] = result.turns
    assert (turn.number, turn.understood) == (2, "What does the old mill grind?")
    assert turn.outcome == "answered_right"


def test_every_turn_of_a_conversation_is_judged_and_told_how_it_was_read(tmp_path: Path) -> None:
    told = {
        "turns": [
            {"question": "Where is the old mill?", "stands_alone": True},
            {
                "question": "what does it grind?",
                "expected_reading": ["old mill", ["ground", "grind"]],
                "expected_contains": "barley",
            },
            {
                "question": "how often does it grind barley?",
                "stands_alone": True,
                "reading_must_not_contain": ["mill"],
                "expected_contains": "daily",
            },
            {"question": "and oats?", "expected_reading": ["wheat"]},
        ]
    }
    files = {"mills.txt": f"The old mill stands at the river. {MILLS}"}
    write_case(tmp_path / "one", told, files)
    [result] = run(tmp_path, min_confidence=0.0)
    first, second, third, fourth = result.turns
    assert [turn.number for turn in result.turns] == [1, 2, 3, 4]
    assert first.is_right
    assert second.is_right
    assert (second.understood, second.misread) == ("What does the old mill grind?", ())
    assert third.misread == (
        "the question is not left as it is typed",
        "the reading contains “mill”",
    )
    assert (third.outcome, third.faults) == ("answered_wrong", ("the answer lacks “daily”",))
    assert fourth.outcome == "answered_right"
    assert fourth.misread == ("the reading lacks “wheat”",)
    assert not fourth.is_right
    assert not result.is_right
    assert all(turn.ms > 0 for turn in result.turns)


def test_what_was_said_in_a_conversation_is_not_kept(tmp_path: Path) -> None:
    told = {**DEEP, "turns_before": ["What do zebras like?"]}
    write_case(tmp_path / "cases" / "one", told)
    write_case(tmp_path / "cases" / "two", {"turns": [{"question": "Do zebras swim?"}, DEEP]})
    run(tmp_path / "cases", cache_dir=tmp_path / "cache")
    kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if b"zebras" in path.read_bytes()]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "cases" / "one", DEEP, {"otters.txt": OTTERS, **EMPTY})
    (folder / "binary.txt").write_bytes(b"\0\1\2\3" * 9)
    [result] = run(tmp_path / "cases", min_confidence=0.0)
    assert outcomes([result]) == {"one": "answered_right"}
    assert [file.path for file in result.unread] == ["binary.txt", "empty.md", "menu.txt"]


def test_a_case_of_which_nothing_can_be_indexed_has_failed(tmp_path: Path) -> None:
    told = {**DEEP, "expected_status": "unsupported"}
    folder = write_case(tmp_path / "cases" / "one", told, EMPTY)
    (folder / "binary.txt").write_bytes(b"\0\1\2\3" * 9)
    [result] = run(tmp_path / "cases")
    [turn] = result.turns
    assert (turn.outcome, turn.is_right, turn.answer) == ("not_indexed", False, None)
    assert [file.path for file in result.unread] == ["binary.txt", "empty.md", "menu.txt"]


def test_a_conversation_of_which_nothing_can_be_indexed_has_failed(tmp_path: Path) -> None:
    write_case(tmp_path / "cases" / "one", {"turns": [DEEP, {"question": "why?"}]}, EMPTY)
    [result] = run(tmp_path / "cases")
    assert [turn.outcome for turn in result.turns] == ["not_indexed", "not_indexed"]
    assert [turn.number for turn in result.turns] == [1, 2]


def test_the_second_run_encodes_nothing_wherever_the_cases_lie(
    tmp_path: Path, encoder: ToyEncoder
) -> None:
    for folder in ("here", "there"):
        write_case(tmp_path / folder / "one", DEEP)
        write_case(tmp_path / folder / "two", {**DEEP, "note": "The same documents."})
    first = run(tmp_path / "here", min_confidence=0.0)
    encoded = encoder.encoded
    assert encoded == 1
    assert outcomes(run(tmp_path / "there", min_confidence=0.0)) == outcomes(first)
    assert encoder.encoded == encoded
    write_case(tmp_path / "there" / "one", DEEP, {"otters.txt": f"{OTTERS} They swim."})
    run(tmp_path / "there")
    assert encoder.encoded == encoded + 1


def test_the_models_are_loaded_once(
    tmp_path: Path, encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[bool] = []

    def load(settings: Settings, say: Say, asking: bool = False) -> ToyEncoder:
        loads.append(asking)
        return encoder

    monkeypatch.setattr(case_run, "load_encoder", load)
    monkeypatch.setattr("service.wiring.load_encoder", load)
    for name in ("one", "two", "three"):
        write_case(tmp_path / name, DEEP, {f"{name}.txt": f"{OTTERS} {name}"})
    run(tmp_path)
    assert sorted(loads) == [False, True]
