"""How a listener is trained: what it learns from, and a few steps from the shipped reader.

What needs torch is imported within the tests, as in the tests of the reader's training.
"""

import gzip
import json
from pathlib import Path
from random import Random

import numpy as np
import pytest

from service.followups.reading_features import FOLLOWS
from service.followups.said.history import words_of
from tests.fitting.followups.collect import Row
from tests.fitting.followups.learn import chosen, fit
from tests.fitting.followups.listener.__main__ import main
from tests.fitting.followups.listener.examples import Example, examples_of, read_examples
from tests.fitting.followups.listener.made_up import made_up
from tests.fitting.followups.rows_file import halves_of, read_rows, with_heard, write_rows
from tests.service.followups.toy_trees import RANK

PASSAGE = (
    "The old mill stands by the river Ode. The Ode flows from Hart to Lund. Otters live in it."
)
SENTENCES = [[0, 37], [38, 70], [71, 89]]
_PASSAGES = 20
HEARD = ("it? | Mill? | M |  | Here.", ("Is it red?", "Is it?"))
QUESTIONS = {
    "Where does the old mill stand?": 0,
    "When was the old mill built by the monks?": 1,
    "Which animals live in the river Ode?": 2,
    "How many people have drowned in the river Ode?": 1,
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with passages and what is asked of them, as a reader is trained on them."""
    asked = [
        {"q": question, "c": passage, "y": [sentence], "n": 0, "src": "own"}
        for passage in range(_PASSAGES)
        for question, sentence in QUESTIONS.items()
    ]
    for name, lines in (
        ("open-passages.jsonl.gz", [{"p": PASSAGE, "s": SENTENCES}] * _PASSAGES),
        ("open-train.jsonl.gz", asked),
    ):
        with gzip.open(tmp_path / name, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
    return tmp_path


def row(number: int, *, collection: str = "", elsewhere: bool = False) -> Row:
    """A follow-up with four readings, of which the second is right."""
    texts = ("when was it?", f"When was mill {number}?", "When was Lund?", "When was Hart?")
    features = [{"typed": 1.0}, {"refers": 1.0}, {"refers": 0.5}, {"refers": 0.2}]
    right = np.array([elsewhere, not elsewhere, False, False])
    return Row(
        f"talk {number}",
        texts[0],
        elsewhere,
        texts,
        dict.fromkeys(("grammar", "search"), features),
        right,
        elsewhere=elsewhere,
        collection=collection,
        said=f"when was it? | Where is mill {number}? | Mills |  | Here.",
        taught=f"when was it? | Where is mill {number}? |  |  | ",
    )


def test_a_made_up_follow_up_lacks_what_its_right_reading_names(data: Path) -> None:
    made = list(made_up(data, Random(0)))
    assert len(made) > 10
    for one in made:
        right, typed, *wrong = one.readings
        asked, *said = one.said.split(" | ")
        assert (one.right, typed) == (1, asked)
        named = words_of(right) - words_of(typed)
        assert named & words_of(*said)
        assert right not in wrong
    assert len({one.said.split(" | ")[0] for one in made}) > 3


def test_examples_have_the_right_readings_first_and_the_words_as_typed() -> None:
    [few, many] = examples_of([row(1), row(2, collection="docs")], Random(0))
    assert few.readings == ("When was mill 1?", "when was it?", "When was Lund?", "When was Hart?")
    assert (few.right, few.weight, few.said) == (1, 1.0, row(1).taught)
    assert many.weight > few.weight
    [typed] = list(examples_of([row(3, elsewhere=True)], Random(1)))
    assert typed.readings[0] == "when was it?"


def test_rows_in_a_file_are_the_same_rows(tmp_path: Path) -> None:
    rows = [row(1), row(2, collection="docs", elsewhere=True)]
    write_rows(tmp_path / "rows.gz", rows)
    for one, kept in zip(rows, read_rows(tmp_path / "rows.gz"), strict=True):
        assert (kept.right == one.right).all()
        for name in (
            "conversation",
            "said",
            "taught",
            "texts",
            "features",
            "collection",
            "elsewhere",
        ):
            assert getattr(kept, name) == getattr(one, name)


def test_conversations_about_one_collection_are_never_in_both_halves() -> None:
    rows = [row(number, collection=f"docs {number % 4}") for number in range(12)]
    half = halves_of(rows)
    assert set(half) == {f"docs {number}" for number in range(4)}
    assert sorted(half.values()) == ["a", "a", "b", "b"]


def test_what_was_heard_of_some_rows_only_is_refused(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"row": 1, "logits": [4.0, 8.0, 0.0, 0.0]}) + "\n")
    with pytest.raises(ValueError, match="1 of 2 rows"):
        with_heard([row(1), row(2)], [tmp_path / "a.gz"])


def test_what_was_heard_tells_of_each_reading_beyond_grammar() -> None:
    told = row(1).with_heard([4.0, 8.0, 0.0, -4.0]).features
    assert FOLLOWS not in told["grammar"][0]
    for step in ("listener", "search"):
        assert [features[FOLLOWS] for features in told[step]] == [1.0, 2.0, 0.0, -1.0]
        assert [features.get(f"{FOLLOWS} typed") for features in told[step]] == [1.0, *[None] * 3]


def test_weights_choose_by_what_was_heard_as_a_server_does() -> None:
    rows = [row(number).with_heard([0.0, 8.0, 0.0, 1.0]) for number in range(40)]
    weights = fit(rows)
    assert list(weights) == ["grammar", "listener", "search"]
    assert weights["listener"][FOLLOWS] > 0
    assert all(chosen(one, (weights, RANK)) == 1 for one in rows)


def test_what_grammar_and_ear_both_prefer_is_taken_as_a_server_takes_it() -> None:
    one = row(0).with_heard([0.0, 8.0, 0.0, 1.0])
    place = {"listener": {FOLLOWS: 1.0}, "grammar": {}, "search": {FOLLOWS: -1.0}}
    assert chosen(one, (place, RANK)) == 1
    other = {**place, "listener": {FOLLOWS: -1.0}}
    assert chosen(one, (other, RANK)) != 1


@pytest.mark.slow
def test_a_listener_learns_and_is_read_back(data: Path, tmp_path: Path) -> None:
    from index.encoder.model import default_folder
    from tests.fitting.followups.listener.training import Listener, Plan

    examples = [Example("it? | Mill? | Here. | M", ("Is it red?", "Is it?"), 1)] * 4
    listener = Listener(default_folder())
    first = listener.network.transformer.encoder.layer[0].output.dense.weight.clone()
    before = listener.hear("it? | Mill? | Here. | M", examples[0].readings)
    losses = listener.learn(examples, Plan(8, 2e-4, batch=4), print)
    after = listener.hear("it? | Mill? | Here. | M", examples[0].readings)
    assert len(losses) == 8
    assert after[0] - after[1] > before[0] - before[1]
    assert (listener.network.transformer.encoder.layer[0].output.dense.weight == first).all()
    listener.save(tmp_path / "listener.safetensors")
    again = Listener(default_folder(), tmp_path / "listener.safetensors")
    heard = again.hear("it? | Mill? | Here. | M", examples[0].readings)
    assert heard == pytest.approx(after, abs=0.1)


def test_the_commands_make_train_mix_and_hear(data: Path, tmp_path: Path) -> None:
    from index.encoder.model import default_folder
    from tests.fitting.followups.listener.training import Listener

    made, first = tmp_path / "made.gz", tmp_path / "first.st"
    assert main(["make-up", str(data), str(made), "--most", "6"]) == 0
    assert read_examples(made)
    assert main(["train", str(made), "--out", str(first), "--steps", "1"]) == 0
    rows = [row(number) for number in range(4)]
    write_rows(tmp_path / "rows.gz", rows)
    heard = [tmp_path / f"{half}.gz" for half in "ab"]
    both, mixed = [tmp_path / f"{half}.st" for half in "ab"], tmp_path / "mixed.st"
    for half, path, last in zip("ab", heard, both, strict=True):
        command = ["train-on", str(tmp_path / "rows.gz"), "--start", str(first), "--half", half]
        command += ["--dialogues", str(tmp_path / "none"), "--out", str(last), "--steps", "1"]
        assert main([*command, "--heard", str(path)]) == 0
    assert main(["mix", *map(str, both), "--out", str(mixed)]) == 0
    before, after, mean = (Listener(default_folder(), one).hear(*HEARD) for one in (*both, mixed))
    assert mean == pytest.approx([(a + b) / 2 for a, b in zip(before, after, strict=True)], abs=0.1)
    told = with_heard(rows, heard)
    assert all(FOLLOWS in features for one in told for features in one.features["search"])
    assert main(["hear", str(tmp_path / "rows.gz"), "--heard", str(tmp_path / "all.gz")]) == 0
    assert len(with_heard(rows, [tmp_path / "all.gz"])) == len(rows)
