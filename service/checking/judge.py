"""READ FIRST: judges sentences by their evidence, with no language model."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from index.documents.splitting.sentences import sentence_starts
from index.languages.telling import languages_of
from index.ranking import logistic
from index.records import PassageText, Span
from service.checking.judgement import Assertion, Judgement
from service.checking.reasons import NOT_ALL, because
from service.checking.signals import NAMES, SEARCH_NAMES, Signals, Signs, signs_of
from service.checking.signs.parsed_claim import ParsedClaim
from service.reading.reader import Reader
from service.records import VERBATIM, Label, Support

_FITTED = Path(__file__).with_name("weights.json")
# Whether the evidence speaks of a claim, whether it says the same, and if not, whether it says
# otherwise; with what the reader says, and without.
_MODELS = ("spoken_of", "same", "otherwise")
_READ = [logistic.load(_FITTED, NAMES, name) for name in _MODELS]
_UNREAD = [logistic.load(_FITTED, SEARCH_NAMES, f"{name}_unread") for name in _MODELS]
# A logit beyond these tells nothing more; the lowest also stands for what could not be read.
_MOST_ANSWERS, _MOST_SPAN = 12.0, 15.0
_MOST_QUOTED = 8  # sentences that one claim may quote
_LINE = re.compile(r"[^\n]+")
_NOTHING = Judgement(
    Support("not_mentioned", 0.0, "evidence"), None, "Nothing was found that speaks of this."
)


@dataclass(frozen=True, slots=True)
class Examined:
    """A claim with the sentences of its evidence, each with the number of its text."""

    claim: ParsedClaim
    evidence: tuple[tuple[int, ParsedClaim], ...]
    signs: Signs


class EvidenceJudge:
    """Judges by numbers, names, denials and words, and by what the reader says.

    Safe to use from any number of threads. reader: None where reading is off.
    """

    def __init__(self, reader: Reader | None) -> None:
        self._reader = reader

    def judge(self, assertions: Sequence[Assertion]) -> list[Judgement]:
        """Return one judgement a sentence, in order. Raises ModelFailed."""
        return [self._judge(assertion) for assertion in assertions]

    def _judge(self, assertion: Assertion) -> Judgement:
        for number, text in enumerate(assertion.evidence):
            if _stands_in(assertion.text, text):
                return Judgement(VERBATIM, number)
        examined = examine(assertion)
        if not examined.signs.near:
            return _NOTHING
        return _judgement(examined, self.signals(assertion, examined.signs))

    def signals(self, assertion: Assertion, signs: Signs) -> Signals:
        """Return all signals of an assertion, those of the reader too where there is one.

        Result: float64, shape (signals,), in the order of NAMES or of SEARCH_NAMES.
        """
        told = signs.numbers()
        if self._reader is None:
            return told
        passages = [_as_passage(text) for text in assertion.evidence]
        readings = self._reader.read(assertion.text, passages)
        answers = np.concatenate([reading.answers for reading in readings])
        spans = np.concatenate([reading.span for reading in readings])
        read = (_best(answers, _MOST_ANSWERS), _best(spans, _MOST_SPAN))
        return np.array([*told, *read], np.float64)


def examine(assertion: Assertion) -> Examined:
    """Return the signs of an assertion."""
    claim = ParsedClaim(assertion.text)
    evidence = tuple(
        (number, said)
        for number, text in enumerate(assertion.evidence)
        for said in _sentences(text)
    )
    return Examined(claim, evidence, signs_of(claim, [said for _, said in evidence]))


def _judgement(examined: Examined, signals: Signals) -> Judgement:
    models = _READ if len(signals) == len(NAMES) else _UNREAD
    spoken_of, same, otherwise = (float(model.logits(signals)) for model in models)
    score = round(logistic.probability_of(min(spoken_of, same)), 4)
    number = next(n for n, claim in examined.evidence if claim is examined.signs.near[0])
    if spoken_of < 0:
        return Judgement(Support("not_mentioned", score, "words"), number, NOT_ALL)
    if same >= 0:
        return Judgement(Support("supported", score, "signs"), _saying(examined))
    label: Label = "contradicted" if otherwise > 0 else "not_mentioned"
    method, reason = because(examined.claim, examined.signs, label)
    return Judgement(Support(label, score, method), number, reason)


def _saying(examined: Examined) -> int:
    """Return the number of the text that says most of a claim: its verbs in any form count too."""
    claimed, nearest = examined.claim.bases, examined.signs.near[0]
    number, _ = max(
        examined.evidence, key=lambda one: (len(claimed & one[1].bases), one[1] is nearest)
    )
    return number


def _as_passage(text: str) -> PassageText:
    return PassageText(text, _spans(text))


@lru_cache(maxsize=256)
def _spans(text: str) -> tuple[Span, ...]:
    """Return where the sentences of a text stand. Several claims often have the same evidence."""
    languages = languages_of(text)
    starts = [0]
    for line in _LINE.finditer(text):
        starts += [line.start(), *sentence_starts(text, Span(*line.span()), languages)]
    ends = dict.fromkeys([*starts, len(text)])
    return tuple(Span(a, b) for a, b in itertools.pairwise(ends) if text[a:b].strip())


@lru_cache(maxsize=256)
def _sentences(text: str) -> tuple[ParsedClaim, ...]:
    """Return the sentences of a text."""
    return tuple(ParsedClaim(span.of(text).strip()) for span in _spans(text))


def _best(logits: Signals, most: float) -> float:
    known = logits[~np.isnan(logits)]
    return float(np.clip(known.max(), -most, most)) if known.size else -most


def _stands_in(claim: str, text: str) -> bool:
    """Whether a claim is a sentence or several that follow each other in a text.

    A part of a sentence is not enough: "7 mills" stands in "17 mills".
    """
    wanted = _plain(claim)
    if not wanted or wanted not in _plain(text):
        return False
    spans = _spans(text)
    return any(
        _plain(text[first.start : last.end]) == wanted
        for place, first in enumerate(spans)
        for last in spans[place : place + _MOST_QUOTED]
    )


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(" .")
