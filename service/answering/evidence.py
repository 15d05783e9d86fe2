"""How well each sentence of the retrieved passages answers the question."""

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
# begins its passage. kind: how far its form suggests an answer (Question.shown_in). SentenceHit
# tells of the others.
NAMES = (
    *("behind", "similarity", "context_coverage", "pairs"),
    *("tokens", "words", "weakest_word", "kind", "first"),
)
_hit_signals = attrgetter(*NAMES[1:-2])
_MODEL = logistic.load(Path(__file__).with_name("fitted.json"), NAMES, "evidence")
# Set by hand, since the sets that the weights are fitted on have neither. The article says better
# what a headline names, and a note in brackets only tells where something is from.
_HEADLINE_PENALTY = 1.0
_NOTE_PENALTY = 4.0
_NOTE = re.compile(r"\[.*\]|\(.*\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer: `hit.sentences[number]`.

    score: how likely it answers, from 0 to 1. kind: how far its form suggests so, from 0 to 1
    (Question.shown_in).
    """

    hit: PassageHit
    number: int
    score: float
    kind: float

    @property
    def shows_kind(self) -> bool:
        """Whether its form does not speak against it as an answer."""
        return self.kind >= TELLS_NOTHING

    @property
    def sentence(self) -> SentenceHit:
        return self.hit.sentences[self.number]

    @property
    def text(self) -> str:
        return self.hit.stored.of(self.sentence.span)

    @property
    def document_id(self) -> str:
        return self.hit.stored.document.document_id

    @property
    def place(self) -> tuple[str, int]:
        """Its document, and where it starts there, in code points."""
        return self.document_id, self.sentence.span.start


def weigh(question: Question, hits: Sequence[PassageHit]) -> list[Evidence]:
    """Return every sentence of the passages with its score, best first. hits: best first."""
    if not hits:
        return []
    sentences, signals = sentence_signals(question, hits)
    logits = _MODEL.logits(signals) - [_penalty(hit, number) for hit, number in sentences]
    scores = logistic.probability(logits)
    kinds = signals[:, NAMES.index("kind")]
    return [
        Evidence(sentences[i][0], sentences[i][1], float(scores[i]), float(kinds[i]))
        for i in np.argsort(-logits, kind="stable").tolist()
    ]


def sentence_signals(
    question: Question, hits: Sequence[PassageHit]
) -> tuple[list[tuple[PassageHit, int]], logistic.Signals]:
    """Return every sentence of the passages as hit and number, and the signals of each.

    The signals are float64, shape (sentences, signals), in the order of NAMES.
    """
    best = hits[0].final_logit
    sentences, rows = [], []
    for hit in hits:
        behind = hit.final_logit - best
        for number, sentence in enumerate(hit.sentences):
            shown = question.shown_in(hit.stored.of(sentence.span))
            sentences.append((hit, number))
            rows.append((behind, *_hit_signals(sentence), shown, number == 0))
    return sentences, np.array(rows, np.float64)


def _penalty(hit: PassageHit, number: int) -> float:
    """Return what a headline or a note loses of its logit."""
    span = hit.sentences[number].span
    text = hit.stored.of(span)
    if span.start == 0 and text == hit.stored.document.title:
        return _HEADLINE_PENALTY
    return _NOTE_PENALTY if is_note(text) else 0.0


def is_note(text: str) -> bool:
    """Whether the whole sentence stands in brackets."""
    return _NOTE.fullmatch(text.strip()) is not None
