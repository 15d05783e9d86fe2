"""How sure we are that the documents answer the question: one number from 0 to 1."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.ranking import logistic
from service.answering.evidence import Evidence
from service.answering.question import Kind, kind_of

# passage: the logit of the best sentence's passage, before a cross-encoder compared it with the
# others. similarity, weakest_word: of that sentence (SentenceHit). missing_kind: whether it lacks
# the number or time that is asked for. missing_numbers, missing_names: the share of the question's
# numbers, and of its capitalised words, that stand neither in that passage nor in its title.
NAMES = (
    *("passage", "similarity", "weakest_word"),
    *("missing_kind", "missing_numbers", "missing_names"),
)
_MODEL = logistic.load(Path(__file__).with_name("fitted.json"), NAMES, "confidence")
_MEASURED = (Kind.NUMBER, Kind.PERCENTAGE, Kind.MONEY, Kind.TIME, Kind.DURATION)
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_NAME = re.compile(r"(?<!^)\b[A-Z][\w'’-]*")


def confidence_in(question: str, evidence: Sequence[Evidence]) -> float:
    """Judge by the best evidence; `evidence` is in order, best first."""
    if not evidence:
        return 0.0
    return float(logistic.probability(_MODEL.logits(signals_of(question, evidence))))


def signals_of(question: str, evidence: Sequence[Evidence]) -> logistic.Signals:
    """What confidence is judged by: shape (signals,), as in NAMES."""
    best = evidence[0]
    sentence, document = best.sentence, best.hit.stored.document
    text = f"{document.title} {best.hit.stored.text}".lower()
    return np.array(
        (
            best.hit.logit,
            *(sentence.similarity, sentence.weakest_word),
            kind_of(question) in _MEASURED and not best.shows_kind,
            _missing(_NUMBER.findall(question), text),
            _missing(_NAME.findall(question), text),
        ),
        np.float64,
    )


def _missing(words: Sequence[str], text: str) -> float:
    return sum(word.lower() not in text for word in words) / len(words) if words else 0.0
