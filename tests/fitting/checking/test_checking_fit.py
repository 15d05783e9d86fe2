"""The recipe of the check on passages of our own: what it makes, and that it learns from it."""

import random

import numpy as np

from service.answering.agreement.values import find_values
from service.checking.judge import EvidenceJudge
from tests.fitting.checking.faults import faulty_claims
from tests.fitting.checking.honest import Claim, honest_claims, passive_of, statement_of
from tests.fitting.checking.learn import fit, rows_of
from tests.fitting.checking.sources import Passage

MILL = Passage(
    "toy/Mill",
    (
        "The mill (a red one) was built on 4 May 1898, long before the Aller was dammed.",
        "Otto Kern bought the mill in 1921.",
        "It grinds 1,200 sacks a year and is not open to visitors.",
    ),
    (("Who bought the mill?", "Otto Kern"), ("When did it open?", "1898")),
)
CLUB = Passage(
    "toy/Club",
    (
        "The chess club of Brenn meets in two rooms above the library every week.",
        "Ada Holm founded the club in 1987 with eleven others from Varn.",
        "Its oldest member plays better than most of the younger ones.",
    ),
    (("When did Ada Holm found the club?", "1987"),),
)


def test_true_claims_say_the_same_in_other_words() -> None:
    claims = {claim.kind: claim.text for claim in honest_claims(MILL, random.Random(1))}
    assert {"shortened", "joined", "restated", "by a person"} <= claims.keys()
    assert passive_of("Otto Kern bought the mill in 1921.") == (
        "The mill was bought by Otto Kern in 1921."
    )
    assert statement_of("When did Ada Holm found the club?", "1987") == (
        "Ada Holm founded the club in 1987."
    )


def test_each_fault_changes_what_it_is_named_for() -> None:
    rng = random.Random(2)
    for place, text in enumerate((*MILL.sentences, *CLUB.sentences)):
        claim = Claim("shortened", text, place)
        for fault in faulty_claims(claim, MILL, [CLUB], rng):
            assert fault.text != text
            if fault.kind in ("number", "date"):
                before, after = ([v.meaning for v in find_values(t)] for t in (text, fault.text))
                assert before != after
            if fault.kind == "not dropped":
                assert "not" not in fault.text.split()


def test_what_is_fitted_tells_true_claims_from_planted_ones() -> None:
    judge = EvidenceJudge(None)
    rows = [row for seed in range(12) for row in rows_of([MILL, CLUB], {0: judge, 1: judge}, seed)]
    models = fit(rows, read=False)
    doubted = models.doubts(np.stack([row.signals for row in rows]))
    supported = np.array([row.supported for row in rows])
    assert doubted[supported].mean() < 0.35
    assert doubted[~supported].mean() > 0.6
    assert (models.same[0] <= 0).all()  # a sign never speaks for a claim
