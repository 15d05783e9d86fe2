import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from index.errors import UsageError
from service.errors import BadQuestion
from service.question_text import MAX_QUESTION, QuestionText, check_question, topic_and_question


@pytest.mark.parametrize(
    "text",
    [
        "?",
        "why did NATO withhold authorization?",
        "  why?\n",
        "多深?",
        "👩🏽‍🚀",
        "x" * 2000,
        "😀" * 2000,
    ],
)
def test_a_question_passes_as_it_is(text: str) -> None:
    assert check_question(text) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it is empty"),
        (" \t\n\u00a0\u2003", "it is empty"),
        ("x" * 2001, "2,001 characters; at most 2,000"),
        (" " * 2000 + "x", "2,001 characters"),
        ("😀" * 2001, "2,001 characters"),
        ("why\x00?", "characters that are not text"),
        ("\x00", "characters that are not text"),
        ("why \ud800?", "characters that are not text"),
        ("\udc80", "characters that are not text"),
    ],
)
def test_what_is_no_question_is_a_usage_error_that_says_why(text: str, words: str) -> None:
    with pytest.raises(BadQuestion, match=re.escape(words)) as caught:
        check_question(text)
    assert isinstance(caught.value, UsageError)


@settings(deadline=None)
@given(st.text(st.characters(), max_size=40))
@example("\x1c")
@example("\u180e\ufeff")
def test_any_text_either_passes_whole_or_is_a_bad_question(text: str) -> None:
    try:
        assert check_question(text) == text
    except BadQuestion:
        return
    assert 1 <= len(text) <= MAX_QUESTION
    assert "\x00" not in text
    assert text.encode("utf-8")


def test_the_rule_stands_in_the_schema() -> None:
    schema = TypeAdapter(QuestionText).json_schema()
    assert (schema["minLength"], schema["maxLength"]) == (1, 2000)
    pattern = re.compile(schema["pattern"])
    assert pattern.search("why\nnot?")
    assert not pattern.search(" \n\t")
    assert not pattern.search("a\x00b")


@pytest.mark.parametrize(
    ("text", "topic", "question"),
    [
        ("About the ferry: does it run?", "the ferry", "does it run?"),
        ("About “Winter: ice” in “Ferries”: why?", "“Winter: ice” in “Ferries”", "why?"),
        ("About the ferry: is it true: no ferry runs?", "the ferry", "is it true: no ferry runs?"),
        ("About the ferry:", "", "About the ferry:"),
        ("About http://example.org", "", "About http://example.org"),
        ("What about the ferry: does it run?", "", "What about the ferry: does it run?"),
    ],
)
def test_the_topic_that_leads_a_question_is_told_from_it(
    text: str, topic: str, question: str
) -> None:
    assert topic_and_question(text) == (topic, question)
