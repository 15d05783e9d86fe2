import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.asking.question import analyse
from service.collection.intents import Aim, Intent


def test_a_question_is_analysed_into_its_words_names_and_numbers() -> None:
    question = analyse("Which mills did Anna Holm build in 1,890 and 1891?")
    assert question.text == "Which mills did Anna Holm build in 1,890 and 1891?"
    assert question.names == ("Anna", "Holm")
    assert question.numbers == ("1,890", "1891")
    assert {"which", "mills", "anna"} <= question.words
    assert {"mill", "anna", "holm", "build", "1891"} <= question.terms
    assert "did" not in analyse("did they?").terms


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is Halden's tax?", ("Halden",)),
        ("May I leave Brenn?", ("Brenn",)),
        ("I live in Brenn. Where do I vote?", ("Brenn",)),
        ("What does the Émile plan of Łukasz cost?", ("Émile", "Łukasz")),
    ],
)
def test_neither_i_nor_how_a_sentence_begins_is_a_name(
    question: str, names: tuple[str, ...]
) -> None:
    assert analyse(question).names == names


@pytest.mark.parametrize(
    ("question", "asks_value"),
    [
        ("When did the mill burn?", True),
        ("What time did it happen?", True),
        ("How many mills burned?", True),
        ("How deep do otters dive?", True),
        ("Why did it burn?", False),
        ("How did they build the mill?", False),
        ("Which company built the mill?", False),
        ("", False),
    ],
)
def test_a_question_for_a_time_or_a_quantity_is_known(question: str, asks_value: bool) -> None:
    assert analyse(question).asks_value is asks_value


@given(st.text())
def test_any_text_can_be_asked(question: str) -> None:
    assert analyse(question).text == question


def test_a_topic_that_leads_comes_after_the_question_and_is_read_where_its_words_refer() -> None:
    asked = "About the ferry in “Timetable: winter”: when does it run?"
    question = analyse(asked)
    assert question.text == "when does it run, the ferry in Timetable: winter?"
    assert (question.bare, question.typed) == ("when does it run, the ferry?", asked)
    assert analyse("About “Ferry” in “Timetable”: is it late?").bare == "is it late?"
    assert analyse("About the ferry: who swam here?").bare == "who swam here?"
    assert analyse("Why not in winter?").bare == "Why not in winter?"
    assert question.clause == analyse("when does it run?").clause is not None


def test_what_is_asked_of_a_topic_is_asked_of_no_document() -> None:
    asked = "which documents mention them?"
    assert analyse(asked).aim.intent is Intent.MENTIONS
    assert analyse(f"About the ferries in “Timetable”: {asked}").aim == Aim(Intent.ORDINARY)
    asked = "is it cheaper than the first?"
    assert analyse(f"About the ferry: {asked}").aim == analyse(asked).aim == Aim(Intent.SEVERAL)
