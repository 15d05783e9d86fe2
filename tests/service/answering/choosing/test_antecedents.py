from collections.abc import Callable
from dataclasses import replace

import pytest

from index.records import Span
from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.choosing.antecedents import leans_back, with_antecedents
from service.answering.weighing.evidence import SentenceReading
from tests.service.answering.scored_evidence import evidence_of, logit_of

LibraryOf = Callable[[dict[str, str]], Searcher]


@pytest.mark.parametrize(
    "text",
    [
        "It dives eight metres deep.",
        "But they fled.",
        "“He was ill,” she said.",
        "In 1890 it burned.",
        "However, their mills burned.",
        "This was the end of the mill.",
        "It is a bridge that spans the river.",
        "It is able to lift 5 kg of stone.",
        "It is likely to close in May.",
        "It is waived if you bring your number.",
        "It was sold when the mill burned.",
    ],
)
def test_a_pronoun_leans_on_what_was_named_before(text: str) -> None:
    assert leans_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "Italy fled.",
        "The otter dives.",
        "It was in May that the mill burned.",
        "It was the otter who dived.",
        "It is clear that the mill burned.",
        "It is not known why.",
        "It is unclear when the mill burned.",
        "It was asked whether the mill burned.",
        "It seems that the mill burned.",
        "This year the mill burned.",
        "These days nobody mills.",
        "Those who fled came back.",
        "That is , it burned.",
        "That many mills burned is known.",
        "“It Will Burn” is a song.",
        "",
    ],
)
def test_other_sentences_stand_alone(text: str) -> None:
    assert not leans_back(text)


def brought(searcher: Searcher, question: str, chosen: str) -> list[str]:
    """What is brought for the sentence that begins so."""
    evidence = evidence_of(searcher, {chosen: 0.9})
    complete = with_antecedents(analyse(question), evidence[:1], evidence)
    assert complete[0] == evidence[0]
    # What it says of the question is as little as it was.
    assert all(one.logit < logit_of(0.9) for one in complete[1:])
    return [one.text for one in complete[1:]]


QUESTION = "How deep does it dive in winter?"


def test_the_sentence_before_is_brought(library_of: LibraryOf) -> None:
    searcher = library_of({"a.txt": "Rain falls. The otter swims. It dives eight metres deep."})
    assert brought(searcher, QUESTION, "It dives") == ["The otter swims."]
    assert brought(searcher, QUESTION, "Rain") == []


@pytest.mark.parametrize(
    "text",
    [
        "The water clears after that.",
        "Because of this, the water clears.",
        "In those cases the water clears.",
    ],
)
def test_a_phrase_may_stand_for_what_was_said_before(library_of: LibraryOf, text: str) -> None:
    searcher = library_of({"a.txt": f"Rain falls. The pump runs twice. {text}"})
    found = brought(searcher, "What if the water is brown?", text[:5])
    assert found == ["The pump runs twice."]


@pytest.mark.parametrize(
    "text",
    [
        "In this chapter the water clears.",
        "This month the water clears.",
        "The water is clearer than that of the Alder.",
        "Of those who came, ten saw the water.",
        "It is the water that clears.",
    ],
)
def test_other_phrases_need_nothing_before(library_of: LibraryOf, text: str) -> None:
    searcher = library_of({"a.txt": f"Rain falls. The pump runs twice. {text}"})
    assert brought(searcher, "What if the water is brown?", text[:5]) == []


def test_of_several_that_lean_the_one_that_names_is_brought(library_of: LibraryOf) -> None:
    searcher = library_of({"a.txt": "The otter swims. It is fast. It dives eight metres deep."})
    assert brought(searcher, QUESTION, "It dives") == ["The otter swims."]


RIVER = "The Alder is a river. It joins the Birk at Holm, where the Alder is eight metres deep."


@pytest.mark.parametrize(
    ("question", "needed"),
    [
        ("How deep is the Alder?", False),
        ("How deep is the Birk?", False),
        ("How deep is the river?", True),
        ("How deep is it?", True),
        # The pronoun may stand for the answer.
        ("What joins the Birk?", True),
        ("Which river joins the Birk?", True),
    ],
)
def test_what_the_sentence_names_itself_needs_no_other(
    library_of: LibraryOf, question: str, needed: bool
) -> None:
    found = brought(library_of({"a.txt": RIVER}), question, "It joins")
    assert found == (["The Alder is a river."] if needed else [])


@pytest.mark.parametrize(
    ("short", "logit", "needed"),
    [
        ("eight metres deep", 1.0, False),
        ("It", 1.0, True),
        ("It joins the Birk", 1.0, True),
        ("eight metres deep", -1.0, True),  # the reader found no short answer
    ],
)
def test_a_pronoun_that_is_the_short_answer_needs_the_sentence_before(
    library_of: LibraryOf, short: str, logit: float, needed: bool
) -> None:
    evidence = evidence_of(library_of({"a.txt": RIVER}), {"It joins": 0.9})
    start = evidence[0].sentence.span.start + evidence[0].text.index(short)
    reading = SentenceReading(5.0, logit, Span(start, start + len(short)))
    read = replace(evidence[0], reading=reading)
    for question in ("How deep is the Birk?", "What joins the Birk?"):
        complete = with_antecedents(analyse(question), [read], evidence)
        assert [one.text for one in complete[1:]] == (["The Alder is a river."] if needed else [])


def test_what_the_question_is_about_may_have_no_name(library_of: LibraryOf) -> None:
    text = "The otter swims. It dives as deep as no other otter: eight metres."
    assert brought(library_of({"a.txt": text}), "How deep does the otter dive?", "It dives") == []


@pytest.mark.parametrize(
    "text",
    [
        "Otters of the Alder\n\nThey dive eight metres deep.",
        "They dive eight metres deep.",
        "The otter swims.\n\nIn winter\n\nThey dive eight metres deep.",
    ],
)
def test_no_headline_is_brought(library_of: LibraryOf, text: str) -> None:
    assert brought(library_of({"a.txt": text}), QUESTION, "They dive") == []


def test_a_note_in_brackets_is_passed_over(library_of: LibraryOf) -> None:
    text = "The otter swims.\n[Photo: Reuters.]\nIt dives eight metres deep."
    assert brought(library_of({"a.txt": text}), QUESTION, "It dives") == ["The otter swims."]


def test_the_sentence_before_may_end_the_passage_before(library_of: LibraryOf) -> None:
    first = "The mill grinds barley. " * 12 + "The otter swims."
    searcher = library_of(
        {"a.txt": f"{first}\n\nIt dives eight metres deep. " + "Rain falls. " * 12}
    )
    assert len({one.hit.stored.passage.start for one in evidence_of(searcher)}) > 1
    assert brought(searcher, QUESTION, "It dives") == ["The otter swims."]


def test_a_sentence_that_is_chosen_already_is_not_brought_again(library_of: LibraryOf) -> None:
    searcher = library_of({"a.txt": "The otter swims. It dives deep. It sleeps."})
    evidence = evidence_of(searcher, {"The": 0.9, "It": 0.8})
    assert with_antecedents(analyse("?"), evidence, evidence) == evidence
