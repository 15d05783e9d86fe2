"""What the models of intents are worth: how many questions they know, and how many they mistake."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from service.collection.features import subject_features, words_of
from service.collection.intents import OF_DOCUMENTS, Intent, IntentModel, longest_run
from tests.fitting.intents.examples import Example
from tests.fitting.intents.learn import ORDINARY, THRESHOLD

_ORDER = list(Intent)
_AGGREGATE = _ORDER.index(Intent.AGGREGATE)


@dataclass(frozen=True, slots=True)
class Judged:
    """Examples, and the probability of each intent for each: shape (examples, intents)."""

    examples: Sequence[Example]
    probabilities: npt.NDArray[np.float64]

    @property
    def chosen(self) -> list[Intent]:
        """The intent that each is taken for, as IntentModel chooses."""
        least = np.full(len(Intent), THRESHOLD)
        least[ORDINARY], least[_AGGREGATE] = 0.0, 0.5
        sure = np.where(self.probabilities >= least, self.probabilities, -1.0)
        return [_ORDER[place] for place in sure.argmax(axis=1).tolist()]


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
    how many for an aggregate.
    """
    counts: dict[str, list[Intent]] = {}
    for choice, one in zip(judged.chosen, judged.examples, strict=True):
        if one.intent == Intent.ORDINARY:
            counts.setdefault(one.source, []).append(choice)
    return {
        source: f"{sum(choice not in OF_DOCUMENTS for choice in chosen)} of {len(chosen):,}, "
        f"aggregate {chosen.count(Intent.AGGREGATE)}"
        for source, chosen in counts.items()
    }


def subjects_found(model: IntentModel, found: Sequence[Example], intent: Intent) -> str:
    """How many subjects are found word for word in the questions of an intent."""
    right = 0
    of_intent = [one for one in found if one.intent == intent and one.subject is not None]
    for one in of_intent:
        words = words_of(one.text)
        run = longest_run(model.subject_logits(subject_features(words), intent))
        assert one.subject is not None
        if run is not None:
            start, end = words[run.start].span.start, words[run.end - 1].span.end
            right += one.text[start:end] == one.subject.of(one.text)
    return f"{right} of {len(of_intent)} word for word"
