"""The fit of the models of intents, on a few examples."""

import pytest

from index.records import Span
from service.collection.intents import Aim, Intent
from tests.fitting.intents import examples
from tests.fitting.intents.examples import Example
from tests.fitting.intents.learn import fit


@pytest.mark.slow
def test_what_is_fitted_knows_its_examples() -> None:
    written = list(examples.written(["the red mill", "Otto Kern"], 3))
    few = [one for one in written if one.source == "written en" and one.fold == 0]
    model = fit(few, few)
    right = [model.aim(one.text).intent == one.intent for one in few]
    assert sum(right) > 0.85 * len(right)
    subject = next(one for one in few if one.intent == Intent.MENTIONS)
    assert subject.subject is not None
    assert model.aim(subject.text) == Aim(Intent.MENTIONS, subject.subject.of(subject.text))


def test_subjects_keep_their_place_whatever_is_varied() -> None:
    named = [one for one in examples.written(["Otto Kern"], 6) if one.subject is not None]
    texts = {filler for f in examples.templates()["fillers"].values() for filler in f["subject"]}
    texts |= {filler for f in examples.templates()["fillers"].values() for filler in f["title"]}
    assert len(named) > 1000
    for one in named:
        assert one.subject is not None
        assert one.subject.of(one.text) in texts | {"Otto Kern"}, one.text


def test_variations_of_a_template_share_a_fold() -> None:
    folds: dict[str, set[int]] = {}
    for one in examples.written(["Otto Kern"], 3):
        folds.setdefault(one.group, set()).add(one.fold)
    assert all(len(found) == 1 for found in folds.values())
    assert {next(iter(found)) for found in folds.values()} == {0, 1, 2, 3, 4}


def test_every_intent_has_its_examples() -> None:
    for intent in Intent:
        of_languages = [examples.templates()[language][intent] for language in examples.LANGUAGES]
        assert sum(map(len, of_languages)) >= 40
        assert all(len(lines) == len(set(lines)) for lines in of_languages)
    assert {one.intent for one in examples.unseen()} == set(Intent)
    marked = next(one for one in examples.unseen() if one.subject)
    assert marked.subject != Span(0, 0)


def test_fragments_are_ordinary() -> None:
    asked = [Example(f"who saw mill {n}", "ordinary", None, str(n), "set") for n in range(9)]
    assert {one.intent for one in examples.fragments(asked)} == {"ordinary"}
