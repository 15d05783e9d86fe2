import pytest

from service.english.clauses import Asks
from service.english.parsed_text import ParsedText
from service.english.tokens import Tag


def test_every_word_has_its_part_of_speech() -> None:
    tokens = ParsedText("NATO withholds the authorization.").tokens
    assert [(token.text, token.tag) for token in tokens] == [
        ("NATO", Tag.NAME),
        ("withholds", Tag.VERB),
        ("the", Tag.DETERMINER),
        ("authorization", Tag.NOUN),
        (".", Tag.MARK),
    ]
    assert [token.start for token in tokens] == [0, 5, 15, 19, 32]


def test_a_phrase_is_followed_by_those_inside_it() -> None:
    text = ParsedText("The leader of Kosovo met an engineer.")
    assert [phrase.text for phrase in text.phrases] == ["the leader of Kosovo", "the engineer"]
    assert [phrase.text for phrase in text.all_phrases] == [
        "the leader of Kosovo",
        "Kosovo",
        "the engineer",
    ]


def test_a_question_is_taken_apart() -> None:
    clause = ParsedText("Why did NATO withhold authorization?").clause
    assert clause is not None
    assert clause.asks is Asks.CIRCUMSTANCE
    parts = (clause.word, clause.auxiliary, clause.subject, clause.rest)
    assert parts == ("Why", "did", "NATO", "withhold authorization")
    assert clause.presupposition() == "NATO withheld authorization"
    assert ParsedText("NATO withholds authorization.").clause is None


@pytest.mark.parametrize(
    ("question", "asks", "subject", "rest"),
    [
        ("what's the default timeout", Asks.COMPLEMENT, "the default timeout", ""),
        (
            "does the warranty cover water damage",
            Asks.WHETHER,
            "the warranty",
            "cover water damage",
        ),
        ("How often is the dam checked?", Asks.CIRCUMSTANCE, "the dam", "checked"),
        ("In which year was the mill sold?", Asks.CIRCUMSTANCE, "the mill", "sold"),
        ("How many moons does Jupiter have?", Asks.OBJECT, "Jupiter", "have"),
        ("who asked for it", Asks.SUBJECT, "", "asked for it"),
    ],
)
def test_a_question_is_taken_apart_however_it_is_typed(
    question: str, asks: Asks, subject: str, rest: str
) -> None:
    clause = ParsedText(question).clause
    assert clause is not None
    assert (clause.asks, clause.subject, clause.rest) == (asks, subject, rest)


def test_an_adjective_alone_is_no_phrase() -> None:
    assert [phrase.text for phrase in ParsedText("The very old mill is free.").phrases] == [
        "the very old mill"
    ]


def test_what_was_read_is_kept() -> None:
    text = ParsedText("Why did NATO withhold authorization?")
    assert text.tokens is text.tokens
    assert text.all_phrases is text.all_phrases
    assert text.clause is text.clause
