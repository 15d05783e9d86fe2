"""Evidence that says the contrary of what is asked, and what a reader sees without it."""

from collections.abc import Callable

import pytest

from index.search import Searcher
from service.answering.answerer import Answerer
from service.answering.asking.question import analyse
from service.answering.contrary.contraries import contraries
from service.answering.weighing.evidence import Evidence, view_of
from tests.service.answering.scored_evidence import evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]
WARRANTY = """\
# Warranty

It covers the motor 🛠 and the switch. Damage by frost is excluded.

## What is not covered

- the belt
- the blade

## What is covered

- the housing
"""
DENIED = "What is not covered?"


@pytest.fixture
def warranty(library_of: LibraryOf) -> Searcher:
    return library_of({"warranty.md": WARRANTY})


def left_of(question: str, evidence: list[Evidence]) -> list[str]:
    contrary = contraries(analyse(question), evidence)
    return [one.text for one in evidence if one.place not in contrary]


def test_what_is_so_is_no_evidence_of_what_is_not(warranty: Searcher) -> None:
    left = left_of(DENIED, evidence_of(warranty, {}))
    assert not any("motor" in text for text in left)
    assert any("frost" in text for text in left)


def test_items_have_the_polarity_of_their_heading(warranty: Searcher) -> None:
    evidence = evidence_of(warranty, {})
    denied, affirmed = left_of(DENIED, evidence), left_of("What is covered?", evidence)
    assert [text for text in ("the belt", "the blade", "the housing") if text in denied] == [
        "the belt",
        "the blade",
    ]
    assert "the housing" in affirmed
    assert "the belt" not in affirmed


def test_another_name_may_stand_in_the_title(library_of: LibraryOf) -> None:
    south = "# The South branch\n\nThe branch opened in 1983. It is closed on Mondays."
    evidence = evidence_of(library_of({"south.md": south}), {})
    left = left_of("When was the Holm branch opened?", evidence)
    assert not any("1983" in text for text in left)
    assert any("1983" in text for text in left_of("When was the South branch opened?", evidence))


def test_another_question_loses_nothing(warranty: Searcher) -> None:
    evidence = evidence_of(warranty, {})
    for question in ("Is the motor covered?", "How long does it last?", "motor"):
        assert left_of(question, evidence) == [one.text for one in evidence]


def test_the_reader_sees_blanks_in_its_place(warranty: Searcher) -> None:
    evidence = evidence_of(warranty, {})
    hidden = contraries(analyse(DENIED), evidence)
    for hit in {id(one.hit): one.hit for one in evidence}.values():
        whole, view = hit.stored.in_context(), view_of(hit, hidden)
        assert len(view.text) == len(whole.text)
        assert view.sentences == whole.sentences
        for sentence, span in zip(hit.sentences, view.sentences, strict=True):
            shown = view.text[span.start : span.end]
            place = hit.stored.document.document_id, sentence.span.start
            assert shown.strip() == ("" if place in hidden else hit.stored.of(sentence.span))


def test_an_answer_does_not_quote_it(library_of: LibraryOf) -> None:
    text = "The warranty covers the motor. Damage by frost is not covered by the warranty."
    searcher = library_of({"warranty.txt": text})
    answerer = Answerer(lambda: searcher, 0.0)
    assert "motor" not in answerer.answer("What is not covered by the warranty?", 1).answer
    assert "frost" not in answerer.answer("What does the warranty cover?", 1).answer


def test_a_pronoun_takes_the_number_of_the_sentence_before(library_of: LibraryOf) -> None:
    text = "Batch 11 has lime. It cracked in May. Batch 12 has sand. It held until June."
    evidence = evidence_of(library_of({"mortar.txt": text}), {})
    left = left_of("How long did batch 12 hold?", evidence)
    assert sorted(left) == ["Batch 12 has sand.", "It held until June."]


def test_what_is_said_under_another_model_is_of_that(library_of: LibraryOf) -> None:
    searcher = library_of(
        {"x7.md": "# Pump X7\n\nIt has a timer.", "x9.md": "# Pump X9\n\nThe hose is red."}
    )
    left = left_of("Is there a timer on the X9?", evidence_of(searcher, {}))
    assert "The hose is red." in left
    assert "It has a timer." not in left
