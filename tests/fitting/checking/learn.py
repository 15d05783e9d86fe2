"""Fits the judge, and measures it on articles that it was not fitted on."""

import random
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from service.checking.judge import EvidenceJudge, examine
from service.checking.judgement import Assertion
from service.checking.signals import NAMES, SEARCH_NAMES
from tests.fitting.checking.faults import elsewhere, faulty_claims
from tests.fitting.checking.honest import Claim, honest_claims
from tests.fitting.checking.sources import Passage

FOLDS = 5
# Faults of which the evidence says otherwise; of the others it does not speak.
SAYS_OTHERWISE = ("number", "date", "unit", "not added", "not dropped", "comparison")
FROM_ELSEWHERE = ("from elsewhere", "from the same article")
# The share of honest claims that each model may doubt.
FALSE_ALARMS_SPOKEN_OF, FALSE_ALARMS_SAME = 0.03, 0.13
_CLAIMS_PER_KIND = 2  # of one passage
_BY_A_PERSON = 5
_PERSON = "by a person"
_FAULTS_PER_CLAIM = 3
# Every sign speaks against a claim, or tells nothing; only what the reader says speaks for it.
_SIGNS = np.array([-1.0] * len(SEARCH_NAMES) + [1.0] * (len(NAMES) - len(SEARCH_NAMES)))
Signals = npt.NDArray[np.float64]
Model = tuple[Signals, float]


@dataclass(frozen=True, slots=True)
class Row:
    """A claim that was examined. supported: whether its evidence supports it."""

    group: str
    kind: str
    supported: bool
    signals: Signals


@dataclass(frozen=True, slots=True)
class Models:
    """Weights and bias of each model: whether the evidence speaks of it, whether it says the same,
    and, if not, whether it says otherwise.
    """

    spoken_of: Model
    same: Model
    otherwise: Model

    def doubts(self, signals: Signals) -> npt.NDArray[np.bool_]:
        """Whether each claim is doubted. signals: shape (claims, signals)."""
        weights, biases = zip(self.spoken_of, self.same, strict=True)
        doubted: npt.NDArray[np.bool_] = ((signals @ np.stack(weights).T + biases) < 0).any(axis=1)
        return doubted


def rows_of(
    passages: Sequence[Passage], judges: Mapping[int, EvidenceJudge], seed: int = 0
) -> Iterator[Row]:
    """Yield honest and faulty claims of each passage.

    judges: by the half that the group of a passage is in, so that no reader judges what it saw.
    """
    for number, passage in enumerate(passages):
        rng = random.Random(f"{seed} {passage.group} {number}")
        others = [passages[(number + step) % len(passages)] for step in (1, 7, 19)]
        judge = judges[half_of(passage.group)]
        for claim in _some_of_each([*honest_claims(passage, rng)], rng):
            yield _row(claim, passage, judge, rng, supported=True)
            faulty = [
                *faulty_claims(claim, passage, others, rng),
                *elsewhere("from elsewhere", others, rng),
                *elsewhere("from the same article", _beside(passage, passages), rng),
            ]
            for fault in rng.sample(faulty, min(_FAULTS_PER_CLAIM, len(faulty))):
                yield _row(fault, passage, judge, rng, supported=False)


def _beside(passage: Passage, passages: Sequence[Passage]) -> list[Passage]:
    return [one for one in passages if one.group == passage.group and one is not passage]


def _some_of_each(claims: Sequence[Claim], rng: random.Random) -> Iterator[Claim]:
    for kind in sorted({claim.kind for claim in claims}):
        of_kind = [claim for claim in claims if claim.kind == kind]
        most = _BY_A_PERSON if kind == _PERSON else _CLAIMS_PER_KIND
        yield from rng.sample(of_kind, min(most, len(of_kind)))


def half_of(group: str) -> int:
    """The half, 0 or 1, of an article (tests.fitting.scores)."""
    dataset, _, article = group.partition("/")
    return zlib.crc32((dataset + article).encode()) % 2


def _row(
    claim: Claim, passage: Passage, judge: EvidenceJudge, rng: random.Random, *, supported: bool
) -> Row:
    assertion = Assertion(claim.text, (_evidence(claim, passage, rng),))
    signals = judge.signals(assertion, examine(assertion).signs)
    return Row(passage.group, claim.kind, supported, signals)


def _evidence(claim: Claim, passage: Passage, rng: random.Random) -> str:
    """The sentences around the one that a claim is made of, or all of the passage."""
    if claim.place < 0 or rng.random() < 0.5:
        return passage.text
    first = max(0, claim.place - rng.choice((1, 1, 2)))
    return " ".join(passage.sentences[first : claim.place + 1])


def fit(rows: Sequence[Row], read: bool) -> Models:
    """Fit the models. read: with what the reader says, or without."""
    planted = [row for row in rows if row.supported or row.kind not in FROM_ELSEWHERE]
    foreign = [row for row in rows if row.supported or row.kind in FROM_ELSEWHERE]
    faulty = [row for row in rows if not row.supported]
    otherwise = np.array([row.kind in SAYS_OTHERWISE for row in faulty])
    against = _logistic(_matrix(faulty, read), otherwise, _counts(faulty))
    return Models(
        _fit_doubt(foreign, read, FALSE_ALARMS_SPOKEN_OF),
        _fit_doubt(planted, read, FALSE_ALARMS_SAME),
        against,
    )


def _fit_doubt(rows: Sequence[Row], read: bool, alarms: float) -> Model:
    """Fit which claims are honest. Half of certainty is where the share `alarms` is doubted."""
    signals, counts = _matrix(rows, read), _counts(rows)
    supported = np.array([row.supported for row in rows])
    weights, bias = _logistic(signals, supported, counts, _SIGNS[: signals.shape[1]])
    logits = signals[supported] @ weights + bias
    return weights, bias - _weighted_quantile(logits, counts[supported], alarms)


def _matrix(rows: Sequence[Row], read: bool) -> Signals:
    return np.stack([row.signals for row in rows])[:, : len(NAMES if read else SEARCH_NAMES)]


def _counts(rows: Sequence[Row]) -> Signals:
    """How much each claim counts: the honest as much as the faulty, and each kind the same; but
    what people wrote as much as all that programs made of it.
    """
    kinds = Counter((row.supported, row.kind) for row in rows)
    shares = dict.fromkeys(kinds, 1.0)
    if (True, _PERSON) in kinds:
        shares[True, _PERSON] = max(1.0, sum(supported for supported, _ in kinds) - 1.0)
    totals = {side: sum(v for (s, _), v in shares.items() if s is side) for side in (True, False)}
    return np.array(
        [
            len(rows) * shares[key] / kinds[key] / totals[row.supported]
            for row in rows
            for key in [(row.supported, row.kind)]
        ]
    )


def _weighted_quantile(values: Signals, counts: Signals, share: float) -> float:
    order = np.argsort(values)
    reached = np.cumsum(counts[order]) / counts.sum()
    return float(values[order][np.searchsorted(reached, share)])


def _logistic(
    signals: Signals, right: npt.NDArray[np.bool_], counts: Signals, signs: Signals | None = None
) -> tuple[Signals, float]:
    """Fit a logistic regression. signs: of the weights, 1 or -1; None for any."""
    towards = np.where(right, 1.0, -1.0)

    def loss(found: Signals) -> tuple[float, Signals]:
        weights, bias = found[:-1], found[-1]
        margins = towards * (signals @ weights + bias)
        pull = -counts * towards / (1 + np.exp(margins))
        slope = np.array([*(signals.T @ pull + weights), pull.sum()])
        return float(counts @ np.logaddexp(0, -margins) + weights @ weights / 2), slope

    free = (
        [(None, None)] * signals.shape[1]
        if signs is None
        else [(None, 0.0) if sign < 0 else (0.0, None) for sign in signs]
    )
    start = np.zeros(signals.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*free, (None, None)])
    return found.x[:-1], float(found.x[-1])


def judged_apart(rows: Sequence[Row], read: bool) -> dict[str, list[bool]]:
    """For each kind of claim, of every one whether it was doubted by a model that never saw its
    article.
    """
    doubted = defaultdict[str, list[bool]](list)
    for fold in range(FOLDS):
        learn = [row for row in rows if _fold(row) != fold]
        judge = [row for row in rows if _fold(row) == fold]
        found = fit(learn, read).doubts(_matrix(judge, read))
        for row, is_doubted in zip(judge, found.tolist(), strict=True):
            doubted[("honest, " if row.supported else "") + row.kind].append(is_doubted)
    return doubted


def _fold(row: Row) -> int:
    return zlib.crc32(row.group.encode()) // 2 % FOLDS
