"""The shipped models, on questions that stand in no file of examples."""

from pathlib import Path

import numpy as np
import pytest

from service.collection.intents import FITTED, Aim, Intent, aim_of, load, longest_run, save


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("Hello there, good morning!", Intent.GREETING),
        ("Thank you so much, that was helpful!", Intent.THANKS),
        ("So what can you do for me here?", Intent.HELP),
        ("How many files are in this collection, please?", Intent.SIZE),
        ("What are all these papers about?", Intent.TOPICS),
        ("could you list all of the documents", Intent.DOCUMENTS),
        ("Which of these plans is the most expensive?", Intent.AGGREGATE),
        ("What's the difference between the north and the south route?", Intent.SEVERAL),
        ("Is the tent cheaper than the hammock?", Intent.SEVERAL),
        ("List all tariffs", Intent.SEVERAL),
        ("Wie viele Dokumente gibt es hier?", Intent.SIZE),
        ("Worum geht es in diesen Texten?", Intent.TOPICS),
        ("Quels documents as-tu ?", Intent.DOCUMENTS),
        ("Merci beaucoup !", Intent.THANKS),
    ],
)
def test_what_is_asked_of_the_collection_is_known(question: str, intent: Intent) -> None:
    assert aim_of(question) == Aim(intent)


@pytest.mark.parametrize(
    ("question", "intent", "subject"),
    [
        ("Which documents mention the town of Brenn?", Intent.MENTIONS, "the town of Brenn"),
        ("In which files is “Late Fee” mentioned?", Intent.MENTIONS, "Late Fee"),
        ("are there any articles about honey bees", Intent.MENTIONS, "honey bees"),
        ("Which notes mention C#?", Intent.MENTIONS, "C#"),
        ("Welche Verträge erwähnen Asbest?", Intent.MENTIONS, "Asbest"),
        ("Quels rapports mentionnent les loutres ?", Intent.MENTIONS, "les loutres"),
        ("Can you summarise the harbour rules, please?", Intent.SUMMARY, "the harbour rules"),
        ("Give me an overview of minutes_may.md", Intent.SUMMARY, "minutes_may.md"),
        ("Fasse das Handbuch zusammen", Intent.SUMMARY, "das Handbuch"),
    ],
)
def test_the_subject_is_found(question: str, intent: Intent, subject: str) -> None:
    assert aim_of(question) == Aim(intent, subject)


@pytest.mark.parametrize(
    "question",
    [
        "Which rivers border Saxony?",
        "How many documents must a tenant hand in?",
        "How big is the collection of the Uffizi?",
        "how many otters are there?",
        "Which challenges are there?",
        "get out of the shell again",
        "How many Normans were there?",
        "What is this clause of the lease about?",
        "Who summarised the second hearing?",
        "Hello Kitty was designed by whom?",
        "Hi! How much is a day ticket?",
        "thanks, and who pays for it?",
        "What do the documents say about NATO?",
        "how do I list the files of a folder",
        "why?",
        "and in 2020?",
        "refunds",
        "it",
        "Wer hat den Vertrag unterschrieben?",
        "Combien coûte le permis ?",
        "?!",
        "word " * 100,
    ],
)
def test_an_ordinary_question_stays_one(question: str) -> None:
    assert aim_of(question) == Aim(Intent.ORDINARY)


@pytest.mark.parametrize(
    ("logits", "run"),
    [
        ([-1, 2, -1, 3, -9], (1, 4)),
        ([-1, 2, -3, 3, -9], (3, 4)),
        ([-1, -2], None),
        ([], None),
    ],
)
def test_the_run_of_the_greatest_sum(logits: list[float], run: tuple[int, int] | None) -> None:
    found = longest_run(logits)
    assert (None if found is None else (found.start, found.end)) == run


def test_a_model_that_is_saved_again_is_the_same(tmp_path: Path) -> None:
    shipped = load(FITTED)
    save(shipped, tmp_path / "again.npz")
    again = load(tmp_path / "again.npz")
    assert np.allclose(again.intents.weights, shipped.intents.weights)
    assert (again.threshold, again.nouns) == (shipped.threshold, shipped.nouns)
