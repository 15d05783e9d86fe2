import pytest

from service.answering.agreement.asked_polarity import AskedPolarity, polarity_asked, says_contrary
from service.english.parsed_text import ParsedText


def asked_of(question: str) -> AskedPolarity | None:
    return polarity_asked(ParsedText(question).clause)


def contrary(question: str, sentence: str) -> bool | None:
    asked = asked_of(question)
    assert asked is not None
    return says_contrary(asked, sentence)


@pytest.mark.parametrize(
    ("question", "word", "denied"),
    [
        ("What is not covered by the warranty?", "cover", True),
        ("What doesn't the policy cover?", "cover", True),
        ("On which days is the library never open?", "open", True),
        ("Who may not park in lot A?", "park", True),
        ("Which tickets cannot be refunded?", "refund", True),
        ("Why was the module not tested?", "test", True),
        ("What is covered by the warranty?", "cover", False),
        ("Who wrote the song What Never Dies?", "write", False),
    ],
)
def test_what_a_question_asks_to_be_so_or_not(question: str, word: str, denied: bool) -> None:
    asked = asked_of(question)
    assert asked is not None
    assert (asked.word, asked.denied) == (word, denied)


@pytest.mark.parametrize(
    "question",
    [
        "Is frost not covered?",  # a denial answers it as well
        "When does the office open?",  # so does "not before nine"
        "Which features are only in the Pro plan?",
        "Which features are not in the free plan?",
        "the warranty",
    ],
)
def test_a_question_that_either_may_answer_asks_for_neither(question: str) -> None:
    assert asked_of(question) is None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What is not covered?", "The warranty covers the motor, the housing and the switch."),
        ("Which devices does the app not support?", "The app supports every newer phone."),
        ("Which model has no display?", "The larger model has a bright display."),
        ("What is covered?", "Damage by frost is not covered by the warranty."),
        ("What does the plan include?", "It doesn't include support by phone."),
        ("Who was hurt?", "Ada was not hurt."),
        ("Whom did Ada marry?", "She did not marry the dentist."),
    ],
)
def test_the_contrary_is_known(question: str, sentence: str) -> None:
    assert contrary(question, sentence) is True


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What is not covered?", "Damage by frost is not covered."),
        ("What is not covered?", "The motor is covered, not the belt."),
        ("What is not covered?", "All parts but the belt are covered."),
        ("What is not covered?", "Only the motor is covered."),
        ("When is the shop not open?", "It is open all year and closed on Sundays."),
        ("What is covered?", "Frost is not covered, but the motor is."),
        ("What may I bring?", "You may not bring more than two bags."),
        ("Who was hurt?", "Nobody was hurt."),
        ("What fine is charged?", "No fine is charged."),
        ("Whom did Ada marry?", "She never married."),
        ("What is covered?", "Item no. 7 is covered."),
    ],
)
def test_what_says_it_or_says_both_stays(question: str, sentence: str) -> None:
    assert contrary(question, sentence) is False


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Which tools cannot be rented?", "Renting from the depot"),
        ("Who may not park in lot A?", "Parking in lot A"),
        ("What is not covered?", "Your cover"),
        ("Why can't I climb the tower?", "Climbing the tower was forbidden after a fall."),
        ("Why won't they dig in May?", "She rejected digging in May, because of the birds."),
    ],
)
def test_the_name_of_an_activity_says_nothing_of_it(question: str, name: str) -> None:
    assert contrary(question, name) is None


def test_what_is_going_on_is_said() -> None:
    assert contrary("Who is not parking in lot A?", "The nurses are parking in lot A.") is True


def test_a_sentence_without_the_word_tells_neither() -> None:
    assert contrary("What is not covered?", "Damage by frost is excluded.") is None
    assert contrary("Which model has no display?", "The larger one has a handle.") is None
