import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.question import TELLS_NOTHING, Kind, analyse, kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("why did NATO withhold authorization?", Kind.REASON),
        ("WHY NOT", Kind.REASON),
        ("What was the reason for the delay?", Kind.REASON),
        ("When was the mill built?", Kind.TIME),
        ("In what year did it burn?", Kind.TIME),
        ("The mill burned in what year?", Kind.TIME),
        ("When do the ducks march?", Kind.OCCASION),
        ("How long did the siege last?", Kind.DURATION),
        ("For how many weeks did it rain?", Kind.DURATION),
        ("How much did the bridge cost?", Kind.MONEY),
        ("What was the price of the mill?", Kind.MONEY),
        ("About what percentage of voters stayed at home?", Kind.PERCENTAGE),
        ("How many soldiers are there?", Kind.NUMBER),
        ("How deep do otters dive?", Kind.NUMBER),
        ("What is the population of Tours?", Kind.NUMBER),
        ("Who lit the lamp?", Kind.PERSON),
        ("To whom did they sell it?", Kind.PERSON),
        ("Whose mill was it?", Kind.PERSON),
        ("Which two Dutch painters lived there?", Kind.PERSON),
        ("Which German poet lived there?", Kind.PERSON),
        ("Where was the mill?", Kind.PLACE),
        ("In what country is Normandy located?", Kind.PLACE),
        ("What present-day county is it in?", Kind.PLACE),
        ("Which company built the mill?", Kind.NAME),
        ("What was the name of the mill?", Kind.NAME),
        ("What is the fort called?", Kind.NAME),
        ("How did they build the mill?", Kind.MANNER),
        ("What is a croissant?", Kind.DEFINITION),
        ("What does NATO stand for?", Kind.DEFINITION),
        ("Was the mill profitable?", Kind.YES_NO),
        ("did they pay the miller", Kind.YES_NO),
        ("What did the king do about schools?", Kind.ANYTHING),
        ("mills of the north", Kind.ANYTHING),
        ("", Kind.ANYTHING),
        ("😀", Kind.ANYTHING),
    ],
)
def test_the_question_words_tell_what_is_asked_for(question: str, kind: Kind) -> None:
    assert analyse(question).kind is kind


def test_the_question_word_that_comes_first_decides() -> None:
    assert kind_of("Where did the man live who built it when it was cheap?") is Kind.PLACE


def test_a_question_word_inside_another_word_is_none() -> None:
    assert kind_of("the whenever clause") is Kind.ANYTHING


def test_a_question_is_analysed_into_its_words_names_and_numbers() -> None:
    question = analyse("Which mills did Anna Holm build in 1,890 and 1891?")
    assert question.text == "Which mills did Anna Holm build in 1,890 and 1891?"
    assert question.kind is Kind.ANYTHING
    assert question.names == ("Anna", "Holm")
    assert question.numbers == ("1,890", "1891")
    assert {"which", "mills", "anna"} <= question.words
    assert {"mill", "anna", "holm", "build", "1891"} <= question.terms
    assert "did" not in analyse("did they?").terms


ANSWERS = [
    ("Why was the mill closed?", "It was closed because of the flood."),
    ("How deep do otters dive?", "The otter dives eight metres deep."),
    ("How many crowns did they pay?", "They paid 1,200 crowns."),
    ("When did the mill burn?", "It burned in 1890."),
    ("When does the market open?", "The market opens on Monday."),
    ("How long did it burn?", "It burned for three days."),
    ("How much did the mill cost?", "It cost $ 3 million."),
    ("What percentage stayed at home?", "Some 40 per cent did."),
    ("Who built the mill?", "The mill was built by Anna Holm."),
    ("Who built the mill?", "The founder Holm lived in the valley."),
    ("Where was the mill?", "The mill stood in Tours."),
    ("Which company built it?", "It was built by the Holm Iron Company."),
    ("How did they cross?", "They crossed by building a raft."),
    ("What is a mill race?", "The term refers to the current that drives a mill."),
]


@pytest.mark.parametrize(("question", "sentence"), ANSWERS)
def test_a_sentence_shows_the_kind_it_has_a_sign_of(question: str, sentence: str) -> None:
    assert analyse(question).shown_in(sentence) > TELLS_NOTHING


@pytest.mark.parametrize("question", sorted({question for question, _ in ANSWERS}))
def test_a_plain_sentence_shows_less(question: str) -> None:
    assert analyse(question).shown_in("The lamp is red.") <= TELLS_NOTHING


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who was Anna Holm?", "Anna Holm lived there."),
        ("Where in Tours did the Holms live?", "They lived in Tours."),
        ("When in 1890 did the mill burn?", "The mill burned in 1890."),
        ("How many of the 12 mills burned?", "The 12 mills were old."),
    ],
)
def test_what_the_question_has_itself_is_no_sign(question: str, sentence: str) -> None:
    assert analyse(question).shown_in(sentence) < TELLS_NOTHING


def test_a_year_is_no_count_and_a_month_no_name() -> None:
    assert analyse("How many mills burned?").shown_in("Some burned in 1890.") < TELLS_NOTHING
    assert analyse("Who burned it?").shown_in("It burned in March.") < TELLS_NOTHING
    assert analyse("When did it burn?").shown_in("It may burn.") < TELLS_NOTHING


def test_a_question_without_a_kind_tells_nothing_of_a_sentence() -> None:
    assert analyse("mills of the north").shown_in("It burned in 1890.") == TELLS_NOTHING


def test_a_sentence_that_asks_does_not_answer() -> None:
    for question in ("Why was the mill closed?", "mills"):
        assert (
            analyse(question).shown_in("“Why was the mill closed because of rain?”") < TELLS_NOTHING
        )


@given(st.text(), st.text())
def test_any_text_can_be_asked_and_looked_at(question: str, sentence: str) -> None:
    assert 0 <= analyse(question).shown_in(sentence) <= 1
