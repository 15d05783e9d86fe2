import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.english.parsed_text import ParsedText
from service.english.tagger.labels import Label
from service.english.tagging import tag_words
from service.english.tokens import Tag


def tags(text: str) -> dict[str, Tag]:
    return {token.text: token.tag for token in tag_words(text)}


def test_a_capital_inside_a_sentence_makes_a_name() -> None:
    told = tags("The Dutch engineer met the Alder Council in IT.")
    assert {told[word] for word in ("Dutch", "Alder", "Council", "IT")} == {Tag.NAME}
    assert told["engineer"] is Tag.NOUN


def test_a_first_word_is_a_name_only_if_it_is_one() -> None:
    assert tags("Explosions damaged the bridge.")["Explosions"] is Tag.NOUN
    assert tags("Kosovo asked for it.")["Kosovo"] is Tag.NAME


def test_a_participle_may_describe_a_noun() -> None:
    assert tags("They sold the abandoned mill.")["abandoned"] is Tag.NOUN
    assert tags("The mill was abandoned in 1931.")["abandoned"] is Tag.VERB


def test_one_thing_without_an_article_does_nothing() -> None:
    assert tags("What is packet switching?")["switching"] is Tag.NOUN
    assert tags("What is the council doing?")["doing"] is Tag.VERB


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("What did the explosion damage?", "damage"),
        ("what does the plan cost", "cost"),
        ("Where will the council store the salt?", "store"),
        ("When did the explosion damage the water canal?", "damage"),
        ("When did the nurses' strike end?", "end"),
        ("When did the union's strike end?", "end"),
    ],
)
def test_did_and_will_are_followed_by_a_verb(text: str, verb: str) -> None:
    assert tags(text)[verb] is Tag.VERB


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("What would Option A cost?", "Option A"),
        ("Does vitamin A help?", "vitamin A"),
        ("Who wrote plan A?", "plan A"),
        ("Once Upon A Time", "the Time"),
        ("He said: A dam broke.", "the dam"),
    ],
)
def test_a_letter_is_no_article(text: str, phrase: str) -> None:
    assert phrase in [one.text for one in ParsedText(text).phrases]


@pytest.mark.parametrize("text", ["whats the excess", "What's the excess?", "wheres the excess"])
def test_a_question_word_is_one_with_its_verb(text: str) -> None:
    assert tag_words(text)[0].label is Label.QUESTION
    assert [phrase.text for phrase in ParsedText(text).phrases] == ["the excess"]


def test_one_counts_or_stands_for_something() -> None:
    assert tags("The mill has one wheel.")["one"] is Tag.NUMBER
    assert tags("how do I override one in tests")["one"] is Tag.PRONOUN


@given(st.text(max_size=80))
def test_tokens_stand_where_they_say(text: str) -> None:
    for token in tag_words(text):
        assert text[token.start : token.end] == token.text
