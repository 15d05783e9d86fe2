import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.build import build
from index.errors import ModelFailed
from index.generations.publish import Generations
from service.examples.examples import MOST
from tests.conftest import write_files
from tests.service.apps import assert_failure, client_of, parts_of, published
from tests.toy import ToyEncoder

ClientOn = Callable[[Mapping[str, str]], TestClient]
PLACES = ("Ada", "Bolvik", "Corin", "Dravo", "Esk", "Fosse")
TEXTS = {
    f"{place}.txt": f"The {place} Bridge\n\nThe bridge is long and wide. It stood in the rain. "
    f"In 18{n}4, {place} Town closed the {place} Bridge to lorries."
    for n, place in enumerate(PLACES, 1)
}


@pytest.fixture(autouse=True)
def _content_with_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy encoder's answers are seldom as sure as the model's."""
    monkeypatch.setattr("service.examples.examples._LEAST_CONFIDENCE", 0.3)


def complete(client: TestClient) -> dict[str, object]:
    """The example questions, once they are all there."""
    end = time.monotonic() + 120
    while not (told := client.get("/v1/collection/questions").json())["complete"]:
        assert time.monotonic() < end
        time.sleep(0.01)
    return dict(told)


def test_each_is_answered_from_the_document_that_it_names(client_on: ClientOn) -> None:
    client = client_on(TEXTS)
    told = complete(client)
    assert told["generation"] == 1
    questions = told["questions"]
    assert isinstance(questions, list)
    assert len(questions) == MOST
    assert len({one["document_id"] for one in questions}) == MOST, "from all over the collection"
    for one in questions:
        answer = client.post("/v1/ask", json={"question": one["question"]}).json()
        assert answer["status"] == "answered"
        assert one["document_id"] in [c["source"]["document_id"] for c in answer["citations"]]
        assert one["title"].startswith("The ")


def test_where_no_sentence_makes_a_good_question_there_are_none(client_on: ClientOn) -> None:
    told = complete(client_on({"a.txt": "the lamp is red", "b.txt": "Der Leuchtturm ist rot."}))
    assert told["questions"] == []


def test_what_the_documents_do_not_answer_well_is_no_example(
    client_on: ClientOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.examples.examples._LEAST_CONFIDENCE", 1.01)
    assert complete(client_on(TEXTS))["questions"] == []


def test_another_generation_has_its_own(generations: Generations, tmp_path: Path) -> None:
    published({"Ada.txt": TEXTS["Ada.txt"]}, tmp_path, ToyEncoder())
    with client_of(parts_of(generations, ToyEncoder())) as client:
        before = complete(client)
        folder = write_files(tmp_path / "documents", {"Esk.txt": TEXTS["Esk.txt"]})
        (folder / "Ada.txt").unlink()
        build(generations, ToyEncoder(), [folder])
        after = complete(client)
    assert "Ada" in str(before["questions"])
    assert after["generation"] == 2
    assert "Esk" in str(after["questions"])
    assert "Ada" not in str(after["questions"])


@pytest.mark.parametrize("failure", [ModelFailed("the model gave no numbers"), ZeroDivisionError()])
def test_a_failure_leaves_the_page_without_examples(
    client_on: ClientOn, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr("service.examples.examples.find_examples", fail)
    assert complete(client_on(TEXTS))["questions"] == []


def test_without_an_index_it_says_what_to_do(empty_client: TestClient) -> None:
    assert_failure(empty_client.get("/v1/collection/questions"), 503, "index_missing")
