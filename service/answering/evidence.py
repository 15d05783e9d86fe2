"""How well each sentence of the found passages answers the question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import numpy as np

from index.ranking import logistic
from index.ranking.hits import PassageHit
from index.ranking.signals import SentenceHit
from service.answering.question import TELLS_NOTHING, Question

# behind: how far the passage's logit lies behind the best passage's. first: whether the sentence
# begins its passage. kind: whether it shows what the question asks for. The others: SentenceHit.
NAMES = (
    *("behind", "similarity", "context_coverage", "pairs"),
    *("tokens", "words", "weakest_word", "kind", "first"),
)
_of_sentence = attrgetter(*NAMES[1:-2])
_MODEL = logistic.load(Path(__file__).with_name("fitted.json"), NAMES, "evidence")
# Set by hand, for the sets that weights are fitted on have neither: a headline names what the
# article says better, and a note in brackets says where it is from.
_HEADLINE_PENALTY = 1.0
_NOTE_PENALTY = 4.0
_NOTE = re.compile(r"\[.*\]|\(.*\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer: `hit.sentences[number]`.

    score: 0 to 1, that it does. kind: how far it shows what is asked for (Question.shown_in).
    """

    hit: PassageHit
    number: int
    score: float
    kind: float

    @property
    def shows_kind(self) -> bool:
        return self.kind >= TELLS_NOTHING

    @property
    def sentence(self) -> SentenceHit:
        return self.hit.sentences[self.number]

    @property
    def text(self) -> str:
        return self.hit.stored.of(self.sentence.span)

    @property
    def place(self) -> tuple[str, int]:
        return self.hit.stored.document.document_id, self.sentence.span.start


def weigh(question: str, hits: Sequence[PassageHit]) -> list[Evidence]:
    """Score every sentence of the passages, best first. hits: in order, best first."""
    if not hits:
        return []
    found, signals = signals_of(question, hits)
    logits = _MODEL.logits(signals) - [_penalty(hit, number) for hit, number in found]
    scores = logistic.probability(logits)
    kinds = signals[:, NAMES.index("kind")]
    return [
        Evidence(found[i][0], found[i][1], float(scores[i]), float(kinds[i]))
        for i in np.argsort(-logits, kind="stable").tolist()
    ]


def signals_of(
    question: str, hits: Sequence[PassageHit]
) -> tuple[list[tuple[PassageHit, int]], logistic.Signals]:
    """Every sentence of the passages, and its signals: shape (sentences, signals), as in NAMES."""
    asked = Question(question)
    best = hits[0].final_logit
    found, rows = [], []
    for hit in hits:
        behind = hit.final_logit - best
        for number, sentence in enumerate(hit.sentences):
            shown = asked.shown_in(hit.stored.of(sentence.span))
            found.append((hit, number))
            rows.append((behind, *_of_sentence(sentence), shown, number == 0))
    return found, np.array(rows, np.float64)


def _penalty(hit: PassageHit, number: int) -> float:
    span = hit.sentences[number].span
    text = hit.stored.of(span)
    if span.start == 0 and text == hit.stored.document.title:
        return _HEADLINE_PENALTY
    return _NOTE_PENALTY if is_note(text) else 0.0


def is_note(text: str) -> bool:
    """Whether a sentence stands in brackets as a whole."""
    return _NOTE.fullmatch(text.strip()) is not None
