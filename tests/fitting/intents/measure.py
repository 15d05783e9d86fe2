"""What the models of intents are worth: how many questions they know, and how many they mistake."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.collection.features import words_of
from service.collection.intents import OF_DOCUMENTS, OF_SEVERAL, WITH_SUBJECT, Intent, IntentModel
from tests.fitting.intents.examples import Example


@dataclass(frozen=True, slots=True)
class Judged:
    """Examples, and the intent that each is taken for."""

    examples: Sequence[Example]
    chosen: Sequence[Intent]


def known(judged: Judged, intent: Intent) -> str:
    """The share of the questions of an intent that are known."""
    chosen = [
        choice
        for choice, one in zip(judged.chosen, judged.examples, strict=True)
        if one.intent == intent
    ]
    return f"{chosen.count(intent) / len(chosen):.2f} of {len(chosen):,}"


def false_alarms(judged: Judged) -> dict[str, str]:
    """For each source of ordinary questions, how many are taken for ones about the collection, and
    how many for one about several things.
    """
    counts: dict[str, list[Intent]] = {}
    for choice, one in zip(judged.chosen, judged.examples, strict=True):
        if one.intent == Intent.ORDINARY:
            counts.setdefault(one.source, []).append(choice)
    return {
        source: f"{sum(choice not in OF_DOCUMENTS for choice in chosen)} of {len(chosen):,}, "
        f"of several things {sum(choice in OF_SEVERAL for choice in chosen)}"
        for source, chosen in counts.items()
    }


def subjects_found(model: IntentModel, found: Sequence[Example], intent: Intent) -> str:
    """How many subjects are found word for word in the questions of an intent."""
    output = WITH_SUBJECT.index(intent)
    right = [
        model.subjects.subject_in(one.text, words_of(one.text), output) == one.subject.of(one.text)
        for one in found
        if one.intent == intent and one.subject is not None
    ]
    return f"{sum(right)} of {len(right)} word for word"
