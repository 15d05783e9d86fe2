"""How sure it is that the documents answer the question: one number from 0 to 1."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.ranking import logistic
from service.answering.evidence import Evidence
from service.answering.question import Kind, Question

# passage: the logit of the best sentence's passage, before a cross-encoder compared that with
# others. similarity, weakest_word: of the best sentence (SentenceHit). title_coverage: of its
# passage (PassageSignals). missing_kind: whether the sentence lacks the number or time that the
# question asks for. missing_numbers, missing_names: the share of the question's numbers, and
# of its names, that neither the passage nor its title has.
SEARCH_NAMES = (
    *("passage", "similarity", "weakest_word", "title_coverage"),
    *("missing_kind", "missing_numbers", "missing_names"),
)
# answers, span: what the reader says of the best sentence. best_answers, best_span: the highest of
# all sentences. evidence: the logit of the best sentence.
NAMES = (*SEARCH_NAMES, "answers", "span", "best_answers", "best_span", "evidence")
_MEASURED = (Kind.NUMBER, Kind.PERCENTAGE, Kind.MONEY, Kind.TIME, Kind.DURATION)
_FITTED = Path(__file__).with_name("fitted.json")
_SEARCH_MODEL = logistic.load(_FITTED, SEARCH_NAMES, "confidence_unread")
_MODEL = logistic.load(_FITTED, NAMES, "confidence")


def confidence_in(question: Question, evidence: Sequence[Evidence]) -> float:
    """Return the confidence that the best evidence gives. evidence: best first."""
    if not evidence:
        return 0.0
    was_read = any(sentence.reading for sentence in evidence)
    if was_read:
        logit = _MODEL.logits(confidence_signals(question, evidence))
    else:
        logit = _SEARCH_MODEL.logits(search_signals(question, evidence[0]))
    return float(logistic.probability(logit))


def search_signals(question: Question, best: Evidence) -> logistic.Signals:
    """Return what the search says: float64, shape (signals,), in the order of SEARCH_NAMES."""
    sentence, document = best.sentence, best.hit.stored.document
    text = f"{document.title} {best.hit.stored.text}".lower()
    return np.array(
        (
            best.hit.logit,
            sentence.similarity,
            sentence.weakest_word,
            best.hit.signals.title_coverage,
            question.kind in _MEASURED and not best.shows_kind,
            _missing(question.numbers, text),
            _missing(question.names, text),
        ),
        np.float64,
    )


def confidence_signals(question: Question, evidence: Sequence[Evidence]) -> logistic.Signals:
    """Return what search and reader say: float64, shape (signals,), in the order of NAMES."""
    best, read = evidence[0], np.array([sentence.read_signals for sentence in evidence])
    return np.concatenate((search_signals(question, best), read[0], read.max(axis=0), [best.logit]))


def _missing(words: Sequence[str], text: str) -> float:
    """Return the share of the words that a text in lower case lacks."""
    return sum(word.lower() not in text for word in words) / len(words) if words else 0.0
