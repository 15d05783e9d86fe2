import pytest

from service.answering.asked import Kind, kind_of, shows


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("why did NATO withhold authorization?", Kind.REASON),
        ("WHY NOT", Kind.REASON),
        ("What was the reason for the delay?", Kind.REASON),
        ("When was the mill built?", Kind.TIME),
        ("In what year did it burn?", Kind.TIME),
        ("How many soldiers are there?", Kind.NUMBER),
        ("How deep do otters dive?", Kind.NUMBER),
        ("Who lit the lamp?", Kind.ANYTHING),
        ("", Kind.ANYTHING),
        ("😀", Kind.ANYTHING),
    ],
)
def test_the_question_words_tell_what_is_asked_for(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


def test_a_question_word_inside_another_word_is_none() -> None:
    assert kind_of("Is the whenever clause binding?") is Kind.ANYTHING


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Kind.REASON, "It was closed because of the flood."),
        (Kind.NUMBER, "The otter dives eight metres deep."),
        (Kind.NUMBER, "They paid 40 crowns."),
        (Kind.TIME, "It burned in 1890."),
        (Kind.TIME, "The market opens on Monday."),
        (Kind.ANYTHING, "The lamp is red."),
    ],
)
def test_a_sentence_shows_the_kind_it_has_a_sign_of(kind: Kind, sentence: str) -> None:
    assert shows(kind, sentence)
    assert shows(kind, sentence.upper())


@pytest.mark.parametrize("kind", [Kind.REASON, Kind.NUMBER, Kind.TIME])
def test_a_plain_sentence_shows_none_of_the_others(kind: Kind) -> None:
    assert not shows(kind, "The lamp is red.")
