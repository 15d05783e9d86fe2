"""Results -> measures of how well documents are found, sentences chosen and refusals made.

A measure is None where the questions do not allow it to be computed.
"""

import importlib.util
import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.errors import PinciteError
from service.evaluation.dataset import JudgedQuery
from service.evaluation.run import Quote, Result

Group = dict[str, float | None]

_RETRIEVAL = ("hit@1", "hit@5", "mrr@10", "ndcg@10")
_WORDS = re.compile(r"\w+")
_PERCENT_RIGHT = 95


def require_library() -> None:
    """Raise PinciteError if the library of the standard measures is missing."""
    if importlib.util.find_spec("ir_measures") is None:
        raise PinciteError(
            "evaluating needs the package ir-measures, which is not built for every machine; "
            "where there is a C compiler, run: pip install ir-measures"
        )


def measure(results: Sequence[Result]) -> dict[str, Group]:
    """Return all measures, by group and name."""
    return {
        "retrieval": retrieval(results),
        "evidence": evidence(results),
        "abstention": abstention(results),
        "latency_ms": latency(results),
    }


def retrieval(results: Sequence[Result]) -> Group:
    """Return how well right documents rank, over the questions that have any."""
    judged = with_right_documents(results)
    if not judged:
        return dict.fromkeys(_RETRIEVAL)
    from ir_measures import RR, Success, calc_aggregate, nDCG

    measures = [Success @ 1, Success @ 5, RR @ 10, nDCG @ 10]
    qrels = {result.query.query_id: dict(result.query.relevant) for result in judged}
    # Places instead of scores, since trec_eval orders documents of equal score by their names.
    run = {
        result.query.query_id: {
            document.document_id: -float(place) for place, document in enumerate(result.ranking)
        }
        for result in judged
    }
    mean = calc_aggregate(measures, qrels, run)
    return {name: _rounded(mean[m]) for name, m in zip(_RETRIEVAL, measures, strict=True)}


def with_right_documents(results: Sequence[Result]) -> list[Result]:
    """Return the results of questions that have right documents."""
    return [result for result in results if result.query.relevant]


def evidence(results: Sequence[Result]) -> Group:
    """Return how often a right sentence comes first, and how many quotes an answer shows."""
    right = [
        [holds_answer(result.query, quote) for quote in result.sentences]
        for result in with_known_answers(results)
    ]
    return {
        "quote@1": _mean([any(sentences[:1]) for sentences in right]),
        "quote@3": _mean([any(sentences) for sentences in right]),
        "mean_quotes": _mean([result.shown for result in results if result.shown]),
    }


def with_known_answers(results: Sequence[Result]) -> list[Result]:
    """Return the results of questions for which a right sentence can be told from a wrong one."""
    return [
        result
        for result in with_right_documents(results)
        if result.query.answerable is not False and (result.query.answers or result.query.evidence)
    ]


def holds_answer(query: JudgedQuery, quote: Quote) -> bool:
    """Whether a sentence of a right document holds one of the answers.

    If only right sentences are known, it must hold half of the words of one of these.
    """
    return bool(answers_in(query, quote))


def answers_in(query: JudgedQuery, quote: Quote) -> frozenset[int]:
    """Return which of the query's answers, or else of its right sentences, a sentence holds."""
    if quote.document_id not in query.relevant:
        return frozenset()
    if query.answers:
        text = plain(quote.text)
        return frozenset(i for i, answer in enumerate(query.answers) if plain(answer) in text)
    words = _words(quote.text)
    return frozenset(
        i
        for i, expected in enumerate(map(_words, query.evidence))
        if 0 < len(expected) <= 2 * len(expected & words)
    )


def plain(text: str) -> str:
    """Return the text in one case, with one space for each run of white space."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _words(text: str) -> set[str]:
    return set(_WORDS.findall(unicodedata.normalize("NFC", text).lower()))


def abstention(results: Sequence[Result]) -> Group:
    """Return how well confidence tells answerable questions from unanswerable ones."""
    judged = [result for result in results if result.query.answerable is not None]
    confidence = np.array([result.confidence for result in judged], np.float64)
    answerable = np.array([result.query.answerable for result in judged], np.bool_)
    unanswerable = bool(judged) and not answerable.all()
    return {
        "auroc": _rounded(auroc(confidence, answerable)),
        "coverage@95": _rounded(coverage(confidence, answerable)) if unanswerable else None,
        "answered_rate": _mean([result.shown > 0 for result in results]),
        **handled_right(results),
    }


def handled_right(results: Sequence[Result]) -> Group:
    """Return which share of the answers that are given is right, and which of all questions.

    An answer is right if the question is answerable and one of its quotes holds an answer; a
    refusal is, if the question is not answerable.
    """
    known = with_known_answers(results)
    answers = [any(holds_answer(result.query, quote) for quote in result.cited) for result in known]
    given = [right for result, right in zip(known, answers, strict=True) if result.shown]
    # With refusals alone, the shares would say nothing of the answers that are not known.
    to_refuse = [result for result in results if known and result.query.answerable is False]
    refusals = [not result.shown for result in to_refuse]
    return {
        "right_answers": _mean([*given, *(False for refused in refusals if not refused)]),
        "right": _mean([*answers, *refusals]),
    }


def auroc(confidence: npt.NDArray[np.float64], answerable: npt.NDArray[np.bool_]) -> float | None:
    """Return how often an answerable question has more confidence than an unanswerable one.

    A tie counts half (Mann-Whitney's U, as a share). None without questions of both kinds.
    confidence: float64, shape (questions,). answerable: bool, shape (questions,).
    """
    yes, no = confidence[answerable], np.sort(confidence[~answerable])
    if not (len(yes) and len(no)):
        return None
    below, not_above = np.searchsorted(no, yes, "left"), np.searchsorted(no, yes, "right")
    return float((below + not_above).mean() / (2 * len(no)))


def coverage(confidence: npt.NDArray[np.float64], answerable: npt.NDArray[np.bool_]) -> float:
    """Return the largest share of questions, most confident first, of which 95 % are answerable.

    confidence: float64, shape (questions,). answerable: bool, shape (questions,).
    """
    order = np.argsort(-confidence, kind="stable")
    right, answered = np.cumsum(answerable[order]), np.arange(1, len(order) + 1)
    # No threshold can separate questions of equal confidence.
    ends = np.append(np.diff(confidence[order]) != 0, True)
    good = ends & (100 * right >= _PERCENT_RIGHT * answered)
    return float(answered[good].max(initial=0) / len(order))


def latency(results: Sequence[Result]) -> Group:
    """Return how long an answer takes, in milliseconds: the median and the 95th percentile."""
    if not results:
        return {"p50": None, "p95": None}
    p50, p95 = np.percentile([result.ms for result in results], [50, 95])
    return {"p50": round(float(p50), 2), "p95": round(float(p95), 2)}


def _mean(values: Sequence[float]) -> float | None:
    return _rounded(float(np.mean(values))) if values else None


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
