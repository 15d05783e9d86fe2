"""What a reader of a check would notice: the verdict on a claim, and the reason."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.checking.judge import EvidenceJudge
from service.checking.judgement import Assertion, Judgement
from tests.toy import ToyReader

OPENING = "The Harbour Museum opened on 4 May 1998. Entry costs 12 euros."
STAFF = "Boris left the company in 2019 because he moved to Oslo. Anna leads the design team."
CLAIMS = tomllib.loads(Path(__file__).with_name("claims.toml").read_text("utf-8"))["text"]
JUDGE = EvidenceJudge(None)


def judged(claim: str, *evidence: str) -> Judgement:
    return JUDGE.judge([Assertion(claim, evidence)])[0]


def test_a_quote_is_supported_word_for_word() -> None:
    judgement = judged("Entry costs 12 euros.", "Nothing of the kind.", OPENING)
    assert (judgement.support.label, judgement.support.method) == ("supported", "verbatim")
    assert judgement.evidence == 1


def test_two_sentences_that_follow_each_other_are_a_quote() -> None:
    assert judged(OPENING, f"Welcome. {OPENING} See you.").support.method == "verbatim"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("7 mills were built.", "In those days 17 mills were built."),
        ("The pump is safe.", "Nobody believes that the pump is safe."),
    ],
)
def test_a_part_of_a_sentence_is_no_quote(claim: str, evidence: str) -> None:
    assert judged(claim, evidence).support.method != "verbatim"


def test_another_number_is_contradicted_and_both_are_named() -> None:
    judgement = judged("Entry costs 15 euros.", OPENING)
    assert (judgement.support.label, judgement.support.method) == ("contradicted", "number")
    assert "12 euros" in judgement.reason
    assert "15 euros" in judgement.reason


@pytest.mark.parametrize(
    "claim",
    [
        "The Harbour Museum opened on May 4, 1998.",
        "The Harbour Museum opened in May 1998.",
        "The Harbour Museum opened in 1998.",
        "Entry costs twelve euros.",
    ],
)
def test_the_same_value_in_another_form_is_supported(claim: str) -> None:
    assert judged(claim, OPENING).support.label == "supported"


def test_another_unit_is_no_support() -> None:
    judgement = judged(
        "The filter is rinsed every 2 months.", "The filter is rinsed every 2 weeks."
    )
    assert judgement.support.label != "supported"
    assert judgement.support.method == "unit"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The pump is not covered by the warranty.", "The pump is covered by the warranty."),
        ("The pump is covered by the warranty.", "The pump is not covered by the warranty."),
        ("The pump is never checked at night.", "The pump is checked at night."),
    ],
)
def test_what_is_denied_on_one_side_alone_is_contradicted(claim: str, evidence: str) -> None:
    judgement = judged(claim, evidence)
    assert (judgement.support.label, judgement.support.method) == ("contradicted", "negation")


def test_a_word_of_opposite_meaning_is_contradicted_unless_it_is_denied() -> None:
    evidence = "The change increased the number of workers."
    assert judged("The change decreased the number of workers.", evidence).support.label == (
        "contradicted"
    )
    assert judged("The change did not decrease the number of workers.", evidence).support.label == (
        "supported"
    )


def test_a_name_that_no_evidence_has_is_not_mentioned() -> None:
    judgement = judged("Carla leads the design team.", STAFF)
    assert (judgement.support.label, judgement.support.method) == ("not_mentioned", "name")
    assert "Carla" in judgement.reason


def test_what_another_did_is_no_support() -> None:
    assert judged("Anna left the company in 2019.", STAFF).support.label != "supported"


def test_a_claim_may_join_two_sentences_of_two_texts() -> None:
    judgement = judged(
        "Boris left the company in 2019, and Anna leads the design team.",
        "Boris left the company in 2019.",
        "Anna leads the design team.",
    )
    assert judgement.support.label == "supported"


def test_without_evidence_nothing_is_mentioned() -> None:
    for judgement in (judged("Entry costs 12 euros."), judged("Cats purr.", OPENING)):
        assert judgement.support.label == "not_mentioned"
        assert judgement.support.score < 0.5
        assert judgement.reason


def test_the_reader_is_asked_about_the_evidence() -> None:
    reader = ToyReader({"Anna": 9.0})
    EvidenceJudge(reader).judge([Assertion("Who leads the team is Anna.", (STAFF,))])
    assert reader.passages == [STAFF]


def test_a_verdict_does_not_depend_on_the_claims_beside_it() -> None:
    claims = [Assertion("Entry costs 15 euros.", (OPENING,)), Assertion("Anna leads.", (STAFF,))]
    assert JUDGE.judge(claims) == [JUDGE.judge([claim])[0] for claim in claims]
    assert JUDGE.judge([]) == []


@pytest.mark.parametrize("claim", ["", " ", ".", "1" * 5000, "a " * 3000, "😀", "\u202e!", "[1]"])
def test_odd_claims_get_a_verdict(claim: str) -> None:
    assert judged(claim, OPENING).support.label in ("supported", "contradicted", "not_mentioned")


def _of_kinds(*kinds: str) -> Iterator[tuple[str, str]]:
    for text in CLAIMS:
        evidence = " ".join(text["text"].split())
        for kind in kinds:
            yield from ((claim, evidence) for claim in text.get(kind, ()))


def _doubted(*kinds: str) -> float:
    claims = [*_of_kinds(*kinds)]
    return sum(judged(*claim).support.label != "supported" for claim in claims) / len(claims)


def test_most_faults_in_numbers_dates_and_denials_are_found_in_texts_of_our_own() -> None:
    assert _doubted("number", "date", "negation") >= 0.75


def test_few_true_claims_in_other_words_are_doubted() -> None:
    assert _doubted("honest") <= 0.3


def test_what_is_cited_says_what_is_claimed_rather_than_something_like_it() -> None:
    evidence = (
        "Pristina requested NATO's authorization to deploy the force.",
        "NATO withholds authorization, citing a need to first determine responsibility.",
    )
    assert judged("NATO withheld authorization.", *evidence).evidence == 1
