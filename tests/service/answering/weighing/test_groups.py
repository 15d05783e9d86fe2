"""Which rows and items a question asks about, and what a heading lends to what is below it."""

from collections.abc import Callable

import pytest

from index.records import BlockKind
from index.search import Searcher
from index.storage.words.analysis import terms
from service.answering.weighing.groups import is_one_of_all, rows_told_apart
from service.answering.weighing.sections import below_headings
from tests.service.answering.scored_evidence import evidence_of, logit_of

LibraryOf = Callable[[dict[str, str]], Searcher]
PLANS = """\
# Plans

| Plan | Price | Storage |
|---|---|---|
| Solo | 5 euros | 10 GB |
| Team | 19 euros | 250 GB |
| Works | 79 euros | 2 TB |

You can pay by:

- card
- voucher, which expires after a year

# Moving

Call us.
"""


@pytest.fixture
def plans(library_of: LibraryOf) -> Searcher:
    return library_of({"plans.md": PLANS})


def asked(question: str) -> frozenset[str]:
    return frozenset(terms(question))


def test_the_row_that_a_question_names_gets_the_score_of_the_best_row(plans: Searcher) -> None:
    evidence = evidence_of(plans, {"Solo": 0.9, "Works": 0.4, "Team": 0.2})
    told = rows_told_apart(asked("How much storage does the Team plan have?"), evidence)
    rows = [(one.text[:4], round(one.score, 6)) for one in told if one.kind is BlockKind.ROW]
    assert rows == [("Team", 0.9)]
    assert len(told) == len(evidence) - 2


def test_rows_that_a_question_does_not_tell_apart_stay(plans: Searcher) -> None:
    evidence = evidence_of(plans, {"Solo": 0.9, "Works": 0.4})
    assert rows_told_apart(asked("Which plan is the dearest?"), evidence) == evidence


def test_several_rows_may_match(plans: Searcher) -> None:
    told = rows_told_apart(asked("Which plans have GB?"), evidence_of(plans, {"Works": 0.9}))
    assert [one.text[:4] for one in told if one.kind is BlockKind.ROW] == ["Solo", "Team"]


def test_an_item_that_a_question_names_is_not_the_whole_list(plans: Searcher) -> None:
    evidence = evidence_of(plans)
    card, voucher = (
        next(one for one in evidence if one.text.startswith(start)) for start in ("card", "vouch")
    )
    assert is_one_of_all(asked("How can I pay?"), card, evidence)
    assert is_one_of_all(asked("When does a voucher expire?"), card, evidence)
    assert not is_one_of_all(asked("When does a voucher expire?"), voucher, evidence)


def test_a_heading_lends_its_score_and_is_not_quoted_itself(plans: Searcher) -> None:
    evidence = evidence_of(plans, {"Moving": 0.9, "Call us": 0.3})
    [best, *others] = below_headings(evidence)
    assert best.text == "Call us."
    assert best.logit == pytest.approx((logit_of(0.9) + logit_of(0.3)) / 2)
    assert best.heading is not None
    assert best.heading.text == "Moving"
    assert not [one.text for one in others if one.kind is BlockKind.HEADING]


def test_what_answers_better_than_its_heading_keeps_its_score(plans: Searcher) -> None:
    [best, *_] = below_headings(evidence_of(plans, {"Moving": 0.2, "Call us": 0.8}))
    assert best.score == pytest.approx(0.8)
