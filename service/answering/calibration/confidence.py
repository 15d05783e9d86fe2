"""How sure it is that the documents answer the question: one number from 0 to 1."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.documents.marks import COLONS
from index.ranking import logistic
from index.records import BlockKind
from service.answering.agreement.values import find_values
from service.answering.asking.question import Question
from service.answering.weighing.entries import is_what_it_means
from service.answering.weighing.evidence import Evidence, was_read
from service.answering.weighing.groups import is_one_of_all

# similarity, weakest_word: of the best sentence (SentenceHit). missing_numbers, missing_names: the
# share of the question's numbers, and of its names, that neither the passage nor its title has.
# missing_value: whether the sentence has no number or date where the question asks for one.
SEARCH_NAMES = (
    "similarity",
    "weakest_word",
    "missing_numbers",
    "missing_names",
    "missing_value",
)
# answers, span: what the reader says of the best sentence.
NAMES = (*SEARCH_NAMES, "answers", "span")
# A reader of prose knows little of a row of three cells; that it is the entry asked for is certain.
_OF_ENTRY = 0.5
_LED = (BlockKind.ITEM, BlockKind.CODE)
_LACKS = np.array([name.startswith("missing") for name in NAMES])
_FITTED = Path(__file__).parent.with_name("fitted.json")
_SEARCH_MODEL = logistic.load(_FITTED, SEARCH_NAMES, "confidence_unread")
_MODEL = logistic.load(_FITTED, NAMES, "confidence")


def confidence_in(question: Question, evidence: Sequence[Evidence]) -> float:
    """Return the confidence that the best evidence gives. evidence: best first.

    What took the first place, for it names what is asked about, gives no less than what had it.
    """
    if not evidence:
        return 0.0
    if before := evidence[0].instead_of:
        own = replace(evidence[0], instead_of=None)
        ways = ([own, *evidence[1:]], [before, *evidence])
        return max(confidence_in(question, way) for way in ways)
    signals = signals_in(question, evidence)
    if was_read(evidence):
        logit = _MODEL.logits(signals)
    else:
        logit = _SEARCH_MODEL.logits(signals[: len(SEARCH_NAMES)])
    told = float(logistic.probability(logit))
    return max(told, _OF_ENTRY) if is_what_it_means(question, evidence[0]) else told


def signals_in(question: Question, evidence: Sequence[Evidence]) -> logistic.Signals:
    """Return the signals of the best of the evidence, with what that says what it says with.

    float64, shape (signals,), in the order of NAMES. evidence: best first; not none.
    """
    signals = _signals(question, evidence[0])
    for upper in _read_with(question, evidence):
        others = _signals(question, upper)
        signals = np.where(_LACKS, np.minimum(signals, others), np.maximum(signals, others))
    return signals


def _read_with(question: Question, evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    """Yield what the best of the evidence says what it says with.

    A row that the question names says little without the names of its columns, a step or code
    without its lead-in, and this without the code; and a section may say it in its heading.
    """
    best, heading = evidence[0], evidence[0].heading
    if best.kind is BlockKind.ROW:
        named = question.is_of_all or not is_one_of_all(question.terms, best, evidence)
        yield from [heading] if heading and named else []
    elif heading and heading.logit > best.logit:
        yield heading
    if best.kind in _LED and best.upper:
        place = best.document_id, best.upper[0].span.start
        yield from (one for one in evidence if one.place == place)
    elif best.text.endswith(COLONS):
        yield from _introduced_code(best, evidence)


def _introduced_code(lead_in: Evidence, evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    """Yield the code that stands under a lead-in, and is quoted with it."""
    for one in evidence:
        upper = one.upper[:1] if one.kind is BlockKind.CODE else []
        if upper and (one.document_id, upper[0].span.start) == lead_in.place:
            yield one


def _signals(question: Question, best: Evidence) -> logistic.Signals:
    """Return what search and reader say: float64, shape (signals,), in the order of NAMES.

    best: the sentence that most likely answers.
    """
    sentence, document = best.sentence, best.hit.stored.document
    text = f"{document.title} {best.hit.stored.text}".lower()
    return np.array(
        (
            sentence.similarity,
            sentence.weakest_word,
            _missing(question.numbers, text),
            _missing(question.names, text),
            question.asks_value and not find_values(best.text),
            *best.read_signals,
        ),
        np.float64,
    )


def _missing(words: Sequence[str], text: str) -> float:
    """Return the share of the words that a text in lower case lacks."""
    return sum(word.lower() not in text for word in words) / len(words) if words else 0.0
