import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.build import build
from index.generations.publish import Generations
from service.evaluation.dataset import read_dataset
from tests.conftest import write_files
from tests.service.apps import QUESTION, TEXTS, client_of, parts_of
from tests.service.conftest import Pincite
from tests.toy import ToyEncoder

UNANSWERED = "Who won the World Cup?"


@pytest.fixture
def client(indexed: Generations) -> Iterator[TestClient]:
    with client_of(parts_of(indexed, ToyEncoder())) as client:
        yield client


def judged(client: TestClient, question: str, right: bool, **more: object) -> dict[str, Any]:
    """Ask in a conversation of its own, and say whether the answer is right."""
    answer: dict[str, Any] = client.post("/v1/chat", json={"question": question, **more}).json()
    address = f"/v1/conversations/{answer['conversation_id']}/turns/{answer['turn']}/feedback"
    assert client.put(address, json={"right": right}).status_code == 200
    return answer


def test_what_was_judged_is_a_set_to_evaluate(
    pincite: Pincite, client: TestClient, tmp_path: Path
) -> None:
    pytest.importorskip("ir_measures", reason="ir-measures has no ready build for this machine")
    right = judged(client, QUESTION, True)
    judged(client, UNANSWERED, True)
    judged(client, "Which team lost the 2022 Cup final?", False)
    wrong = judged(client, "What does the old mill grind?", False)
    assert right["status"] == wrong["status"] == "answered"
    folder = tmp_path / "sets" / "judged"
    run = pincite("feedback", str(folder), "--json")
    assert (run.code, run.err) == (0, "")
    told = json.loads(run.out)
    assert (told["folder"], told["questions"]) == (str(folder), 4)
    assert {name: told[name] for name in told if name.endswith(("answers", "refusals"))} == {
        "right_answers": 1,
        "wrong_answers": 1,
        "right_refusals": 1,
        "wrong_refusals": 1,
    }
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    dataset = read_dataset(folder)
    assert (dataset.broken_lines, dataset.unknown, dataset.corpus) == ([], [], None)
    assert dataset.unused == 1, "it is known what is wrong there, and not what is right"
    first, *refused = dataset.queries
    assert (first.text, first.answerable) == (QUESTION, True)
    assert first.evidence == tuple(citation["quote"] for citation in right["citations"])
    assert first.relevant == {"otters.txt": 1}
    assert [query.answerable for query in refused] == [False, True]
    lines = [json.loads(line) for line in (folder / "queries.jsonl").read_text().splitlines()]
    assert lines[3]["metadata"] == {"wrong": [quote["quote"] for quote in wrong["citations"]]}
    measured = json.loads(pincite("evaluate", str(folder), "--json").out)
    assert measured["questions"] == 3
    assert measured["evidence"]["quote@1"] == 1.0
    assert measured["retrieval"]["hit@1"] == 1.0


def test_quotes_of_removed_documents_are_left_out_and_counted(
    pincite: Pincite, client: TestClient, indexed: Generations, tmp_path: Path
) -> None:
    judged(client, QUESTION, True)
    judged(client, "What does the old mill grind?", True)
    changed = {**TEXTS, "otters.txt": "Otters live along the river."}
    build(indexed, ToyEncoder(), [write_files(tmp_path / "changed", changed)])
    run = pincite("feedback", str(tmp_path / "judged"))
    assert run.code == 0
    assert "1 whose quotes are no longer in the documents" in run.err
    written = (tmp_path / "judged" / "queries.jsonl").read_text("utf-8")
    assert "eight metres" not in written
    assert "barley" in written
    build(indexed, ToyEncoder(), [write_files(tmp_path / "none", {"a.txt": "Nothing is here."})])
    run = pincite("feedback", str(tmp_path / "again"))
    assert (run.code, run.out) == (1, "")
    assert "2 whose quotes" in run.err
    assert not (tmp_path / "again").exists()


def test_what_no_evaluation_can_ask_again_is_left_out_and_counted(
    pincite: Pincite, client: TestClient, tmp_path: Path
) -> None:
    judged(client, QUESTION, False)
    judged(client, QUESTION, True)
    judged(client, QUESTION, True, filters={"documents": ["otters.txt"]})
    judged(client, "hello", True)
    told = json.loads(pincite("feedback", str(tmp_path / "judged"), "--json").out)
    assert (told["questions"], told["right_answers"], told["wrong_answers"]) == (1, 1, 0)
    assert (told["again"], told["filtered"], told["collection"]) == (1, 1, 1)


def test_a_folder_that_is_there_is_left_as_it_is(
    pincite: Pincite, client: TestClient, tmp_path: Path
) -> None:
    judged(client, QUESTION, True)
    folder = write_files(tmp_path / "mine", {"notes.txt": "mine"})
    run = pincite("feedback", str(folder))
    assert (run.code, run.out) == (2, "")
    assert str(folder) in run.err
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]
    run = pincite("feedback", str(folder / "notes.txt" / "below"))
    assert (run.code, run.out) == (1, "")
    assert "Traceback" not in run.err


def test_where_nothing_was_judged_nothing_is_written(
    pincite: Pincite, indexed: Generations, tmp_path: Path
) -> None:
    run = pincite("feedback", str(tmp_path / "judged"))
    assert (run.code, run.out) == (1, "")
    assert "judged" in run.err
    assert not (tmp_path / "judged").exists()


def test_without_an_index_it_says_what_to_do(pincite: Pincite, tmp_path: Path) -> None:
    run = pincite("feedback", str(tmp_path / "judged"))
    assert (run.code, run.out) == (1, "")
    assert "pincite index" in run.err
