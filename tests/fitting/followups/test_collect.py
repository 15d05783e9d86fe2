"""A conversation is asked, and each of its follow-ups becomes a row."""

import json
from pathlib import Path

import pytest

from service.evaluation.cases.case_set import Case
from service.evaluation.cases.question_file import ConversationFile
from tests.fitting.followups.collect import rows_of
from tests.service.apps import parts_of, published
from tests.toy import ToyEncoder

TURNS = [
    {"question": "Who runs the ferry?", "stands_alone": True},
    {"question": "when was it founded?", "expected_reading": ["board"]},
]


@pytest.mark.parametrize("may_be_learned", [True, False])
def test_a_follow_up_is_heard_with_what_was_quoted_and_taught_with_it_if_that_may_be(
    may_be_learned: bool, tmp_path: Path
) -> None:
    text = "# Ferry\n\nThe ferry is run by the harbour board. The board was founded in 1931."
    generations = published({"ferry.md": text}, tmp_path, ToyEncoder())
    held = ConversationFile.model_validate_json(json.dumps({"turns": TURNS}))
    case = Case("talk", held, ())
    parts = parts_of(generations, ToyEncoder())
    followed, other = rows_of(case, parts, [["What is kelp?"]], may_be_learned)
    quote = "The ferry is run by the harbour board."
    asked = "when was it founded? | Who runs the ferry?"
    assert followed.said == f"{asked} | Ferry |  | {quote}"
    assert followed.taught == (followed.said if may_be_learned else f"{asked} |  |  | ")
    assert {step: len(told) for step, told in followed.features.items()} == dict.fromkeys(
        ("grammar", "search"), len(followed.texts)
    )
    right = [text for text, ok in zip(followed.texts, followed.right, strict=True) if ok]
    assert right
    assert all("board" in text for text in right)
    assert (other.asked, other.elsewhere, other.right.tolist()[0]) == ("What is kelp?", True, True)
