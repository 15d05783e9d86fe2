"""How sure it is that the documents answer the question: one number from 0 to 1."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.ranking import logistic
from service.answering.evidence import Evidence
from service.answering.question import Kind, Question

# All signals are those of the best sentence. passage: the logit of its passage, before a
# cross-encoder compared that with others. similarity, weakest_word: see SentenceHit. missing_kind:
# whether the sentence lacks the number or time that the question asks for. missing_numbers,
# missing_names: the share of the question's numbers, and of its names, that neither the passage
# nor its title has.
NAMES = (
    *("passage", "similarity", "weakest_word"),
    *("missing_kind", "missing_numbers", "missing_names"),
)
_MODEL = logistic.load(Path(__file__).with_name("fitted.json"), NAMES, "confidence")
_MEASURED = (Kind.NUMBER, Kind.PERCENTAGE, Kind.MONEY, Kind.TIME, Kind.DURATION)


def confidence_in(question: Question, evidence: Sequence[Evidence]) -> float:
    """Return the confidence that the best evidence gives. evidence: best first."""
    if not evidence:
        return 0.0
    return float(logistic.probability(_MODEL.logits(confidence_signals(question, evidence))))


def confidence_signals(question: Question, evidence: Sequence[Evidence]) -> logistic.Signals:
    """Return the signals of confidence: float64, shape (signals,), in the order of NAMES."""
    best = evidence[0]
    sentence, document = best.sentence, best.hit.stored.document
    text = f"{document.title} {best.hit.stored.text}".lower()
    return np.array(
        (
            best.hit.logit,
            *(sentence.similarity, sentence.weakest_word),
            question.kind in _MEASURED and not best.shows_kind,
            _missing(question.numbers, text),
            _missing(question.names, text),
        ),
        np.float64,
    )


def _missing(words: Sequence[str], text: str) -> float:
    """Return the share of the words that a text in lower case lacks."""
    return sum(word.lower() not in text for word in words) / len(words) if words else 0.0
