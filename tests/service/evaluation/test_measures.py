import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import PinciteError
from service.evaluation import measures
from service.evaluation.measures import (
    abstention,
    auroc,
    coverage,
    evidence,
    handled_right,
    holds_answer,
    latency,
    measure,
    retrieval,
)
from service.evaluation.run import Quote
from tests.service.evaluation.results import result

pytest.importorskip("ir_measures", reason="ir-measures has no ready build for this machine")

SECOND = 1 / math.log2(3)  # what a document is worth in the second place


def test_retrieval_by_hand() -> None:
    found = [
        result({"a": 1}, ["a", "b"], name="first"),
        result({"a": 1}, ["b", "a"], name="second"),
        result({"a": 1}, list("bcdefa"), name="sixth"),
        result({"a": 1}, ["b"], name="not at all"),
        result({}, ["a"], name="nothing to find"),
    ]
    assert retrieval(found) == {
        "hit@1": 0.25,
        "hit@5": 0.5,
        "mrr@10": round((1 + 1 / 2 + 1 / 6) / 4, 4),
        "ndcg@10": round((1 + SECOND + 1 / math.log2(7)) / 4, 4),
    }


def test_retrieval_of_several_right_documents_of_different_worth() -> None:
    [by_worth] = [retrieval([result({"best": 2, "good": 1}, ["good", "other", "best"])])]
    best_order = 2 + SECOND
    assert by_worth["ndcg@10"] == round((1 + 2 / math.log2(4)) / best_order, 4)
    assert (by_worth["hit@1"], by_worth["mrr@10"]) == (1.0, 1.0)


def test_what_was_never_found_counts_in_the_best_order() -> None:
    found = retrieval([result({"a": 1, "lost": 1}, ["a"])])
    assert found["ndcg@10"] == round(1 / (1 + SECOND), 4)


def test_documents_of_equal_score_keep_the_places_they_were_given() -> None:
    # trec_eval would put "z" before "a".
    assert retrieval([result({"a": 1}, ["a", "z"])])["hit@1"] == 1.0
    assert retrieval([result({"z": 1}, ["a", "z"])])["hit@1"] == 0.0


def test_a_question_that_finds_nothing_counts_as_missed() -> None:
    found = retrieval([result({"a": 1}, [], name="1"), result({"a": 1}, ["a"], name="2")])
    assert found == {"hit@1": 0.5, "hit@5": 0.5, "mrr@10": 0.5, "ndcg@10": 0.5}


def test_an_unanswerable_question_with_right_documents_counts_in_retrieval_alone() -> None:
    found = [result({"a": 1}, ["a"], [("a", "yes")], answers=["yes"], answerable=False)]
    assert retrieval(found)["hit@1"] == 1.0
    assert evidence(found)["quote@1"] is None


def test_evidence_by_hand() -> None:
    found = [
        result({"a": 1}, ["a"], [("a", "Eight metres.")], answers=["eight"], shown=1),
        result(
            {"a": 1},
            ["a"],
            [("b", "Eight metres."), ("a", "Six."), ("a", "It is eight.")],
            answers=["eight"],
            shown=3,
        ),
        result({"a": 1}, ["a"], [("a", "Six.")], answers=["eight"], confidence=0.9),
        result({"a": 1}, ["a"], answers=["eight"]),
    ]
    assert evidence(found) == {"quote@1": 0.25, "quote@3": 0.5, "mean_quotes": 2.0}


def test_quotes_are_judged_whatever_the_confidence() -> None:
    refused = result({"a": 1}, ["a"], [("a", "Eight.")], answers=["eight"], confidence=0.0)
    assert evidence([refused]) == {"quote@1": 1.0, "quote@3": 1.0, "mean_quotes": None}


@pytest.mark.parametrize(
    ("answers", "text", "holds"),
    [
        (["eight METRES"], "It dives eight\n  metres deep.", True),
        (["nine", "eight"], "It dives eight metres.", True),
        (["Straße"], "In der STRASSE.", True),
        (["caf\u00e9"], "The Cafe\u0301 is open.", True),
        (["eight metres"], "Eight. Metres.", False),
    ],
)
def test_an_answer_is_held_whatever_its_case_and_blanks(
    answers: list[str], text: str, holds: bool
) -> None:
    query = result({"a": 1}, answers=answers).query
    assert holds_answer(query, Quote("a", text)) is holds
    assert not holds_answer(query, Quote("b", text))


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("Otters dive.", True),  # 2 of 4 distinct words
        ("otters, OTTERS; otters", False),  # 1 of 4
        ("They dive deep", True),
        ("nothing of it", False),
    ],
)
def test_where_only_evidence_is_known_half_of_its_words_are_enough(
    sentence: str, holds: bool
) -> None:
    query = result({"a": 1}, evidence=["...", "Otters dive deep, deep down."]).query
    assert holds_answer(query, Quote("a", sentence)) is holds


def test_answers_rule_where_both_are_known() -> None:
    query = result({"a": 1}, answers=["eight"], evidence=["Otters dive deep."]).query
    assert not holds_answer(query, Quote("a", "Otters dive deep."))


def test_abstention_by_hand() -> None:
    found = [
        result(answerable=True, confidence=0.9, shown=1),
        result(answerable=True, confidence=0.6, shown=2),
        result(answerable=False, confidence=0.6, shown=1),
        result(answerable=True, confidence=0.2),
        result(answerable=False, confidence=0.1),
    ]
    # Of six pairs, answerable and not: 0.9 wins twice, 0.6 ties once and wins, 0.2 wins once.
    assert abstention(found) == {
        "auroc": round((2 + 1.5 + 1) / 6, 4),
        "coverage@95": 0.2,  # the two with 0.6 go together, and 2 of 3 are too few
        "answered_rate": 0.6,
        "right_answers": None,
        "right": None,
    }


def test_the_share_of_right_answers_by_hand() -> None:
    eight = {"answerable": True, "answers": ["eight"]}
    found = [
        result({"a": 1}, cited=[("a", "Six."), ("a", "Eight.")], shown=2, **eight),
        result({"a": 1}, cited=[("b", "Eight.")], shown=1, **eight),
        result({"a": 1}, sentences=[("a", "Eight.")], **eight),  # right, but not shown
        result(answerable=False, shown=1, cited=[("a", "Eight.")]),
        result(answerable=False),
        result({"a": 1}, answerable=True, shown=1),  # nobody says what is right
        result({"a": 1}, shown=1),
    ]
    shares = abstention(found)
    assert shares["right_answers"] == round(1 / 3, 4)
    assert shares["right"] == round(2 / 5, 4)


def test_where_nothing_is_answered_no_answer_is_right_or_wrong() -> None:
    refused = [result({"a": 1}, answerable=True, answers=["eight"]), result(answerable=False)]
    assert handled_right(refused) == {"right_answers": None, "right": 0.5}


def test_refusals_alone_do_not_tell_how_many_answers_are_right() -> None:
    found = [result({"a": 1}, answerable=True, shown=1), result(answerable=False)]
    assert handled_right(found) == {"right_answers": None, "right": None}


def test_one_wrong_answer_in_twenty_is_allowed() -> None:
    right = [result(answerable=True, confidence=1 - n / 100) for n in range(19)]
    wrong = [result(answerable=False, confidence=0.5), result(answerable=False, confidence=0.4)]
    assert abstention([*right, *wrong])["coverage@95"] == round(20 / 21, 4)
    assert abstention([*right[1:], *wrong])["coverage@95"] == round(18 / 20, 4)


def test_coverage_may_fall_short_on_the_way() -> None:
    wrong = [result(answerable=False, confidence=0.99)]
    right = [result(answerable=True, confidence=0.9) for _ in range(19)]
    assert abstention(wrong + right)["coverage@95"] == 1.0


def test_what_is_not_said_counts_in_the_answered_rate_alone() -> None:
    found = [result({"a": 1}, shown=1), result({"a": 1})]
    assert abstention(found) == {
        "auroc": None,
        "coverage@95": None,
        "answered_rate": 0.5,
        "right_answers": None,
        "right": None,
    }


def test_questions_of_one_kind_cannot_tell() -> None:
    yes = abstention([result(answerable=True)])
    assert (yes["auroc"], yes["coverage@95"]) == (None, None)
    no = abstention([result(answerable=False)])
    assert (no["auroc"], no["coverage@95"]) == (None, 0.0)


judged = st.lists(
    # Few values, so that there are ties, and mostly answerable, so that 95 % are reached.
    st.tuples(st.integers(0, 12), st.sampled_from([True] * 9 + [False])),
    min_size=1,
    max_size=60,
)


@given(judged)
def test_coverage_is_that_of_the_best_threshold(questions: list[tuple[int, bool]]) -> None:
    best = 0
    for threshold in range(14):
        answered = [right for score, right in questions if score >= threshold]
        if answered and sum(answered) / len(answered) >= 0.95:
            best = max(best, len(answered))
    scores = np.array([score for score, _ in questions], np.float64)
    answerable = np.array([right for _, right in questions])
    assert coverage(scores, answerable) == best / len(questions)


@given(judged)
def test_auroc_is_the_share_of_pairs_in_order(questions: list[tuple[int, bool]]) -> None:
    pairs = [
        1.0 if yes > no else 0.5 if yes == no else 0.0
        for yes, is_right in questions
        for no, other in questions
        if is_right and not other
    ]
    scores = np.array([score for score, _ in questions], np.float64)
    found = auroc(scores, np.array([right for _, right in questions]))
    assert found == (pytest.approx(sum(pairs) / len(pairs)) if pairs else None)


def test_latency_by_hand() -> None:
    assert latency([result(ms=ms) for ms in range(1, 22)]) == {"p50": 11.0, "p95": 20.0}
    assert latency([result(ms=7.123)]) == {"p50": 7.12, "p95": 7.12}


def test_without_questions_nothing_can_be_told() -> None:
    assert [value for group in measure([]).values() for value in group.values()] == [None] * 14


def test_a_machine_without_the_library_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(PinciteError, match="ir-measures"):
        measures.require_library()
