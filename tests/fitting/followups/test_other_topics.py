"""Questions on other topics, asked in conversations to learn when nothing is referred to."""

import json
from pathlib import Path

from service.followups.said.history import Past
from tests.fitting.followups.other_topics import asked_in, questions
from tests.fitting.intents.examples import EVAL_SETS

ASKED = ("who built the tower of london", "Who built it?", "When did he leave?", "Is Rome old?")


def evaluation_sets(folder: Path) -> Path:
    for name in EVAL_SETS:
        (folder / name / "qrels").mkdir(parents=True)
        (folder / name / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n")
        lines = [json.dumps({"_id": f"{n}", "text": text}) for n, text in enumerate(ASKED)]
        (folder / name / "queries.jsonl").write_text("\n".join(lines))
    return folder


def test_questions_that_may_refer_back_are_left_out(tmp_path: Path) -> None:
    *of_sets, held_places, known_things = questions(evaluation_sets(tmp_path))
    assert of_sets == [["who built the tower of london", "Is Rome old?"]] * 3
    assert all("it" in text.lower().split() for text in held_places)
    assert not any(set(text.lower().split()) & {"it", "he", "she", "they"} for text in known_things)


def test_a_conversation_always_has_the_same_ones_each_to_be_left_as_typed() -> None:
    histories = [[Past("Who dives?", "Who dives?")], [Past("Where?", "Where do otters dive?")]]
    others = [[f"What is {letter} {n}?" for n in range(50)] for letter in "ab"]
    asked = list(asked_in("otters", histories, others))
    assert asked == list(asked_in("otters", histories, others))
    assert asked != list(asked_in("kelp", histories, others))
    assert [turn.question in of for (_, turn), of in zip(asked, others, strict=True)] == [True] * 2
    assert all(turn.stands_alone and history in histories for history, turn in asked)


def test_where_nothing_was_said_nothing_is_asked() -> None:
    assert list(asked_in("otters", [], [["What is kelp?"]])) == []
