from typing import Any

import pytest
from pydantic import ValidationError

from service.completions.request import CompletionBody, question_of, texts_of
from service.followups.said.history import Exchange


def body(*messages: dict[str, Any], **more: Any) -> CompletionBody:
    return CompletionBody.model_validate({"messages": list(messages), **more})


def user(content: Any, **more: Any) -> dict[str, Any]:
    return {"role": "user", "content": content, **more}


def assistant(content: Any, **more: Any) -> dict[str, Any]:
    return {"role": "assistant", "content": content, **more}


def test_the_last_message_of_the_user_is_the_question() -> None:
    asked = body(
        {"role": "system", "content": "You are helpful."},
        user("Why?"),
        assistant("Because. [1]"),
        user("And when?"),
        assistant("In", prefix=True),
    )
    assert question_of(asked) == ("And when?", [Exchange("Why?", ("Because.",))])


def test_what_was_said_before_comes_without_markers() -> None:
    said = "It rained [sic]. [1] Nobody came in 2021 [2] or later. [2] The end. [13]"
    _, before = question_of(body(user("What?"), assistant(said), user("And then?")))
    sentences = ("It rained [sic].", "Nobody came in 2021", "or later.", "The end.")
    assert before == [Exchange("What?", sentences)]


def test_that_the_documents_do_not_say_is_no_quote() -> None:
    said = ("The documents do not say.", "No document matches the filters.", "", "A. [1] And so on")
    for text, quotes in zip(said, ((), (), (), ("A.",)), strict=True):
        _, before = question_of(body(user("What?"), assistant(text), user("And then?")))
        assert before == [Exchange("What?", quotes)]


def test_a_question_may_have_had_no_answer_or_several() -> None:
    asked = body(
        assistant("Welcome!"),
        user("One?"),
        user("Two?"),
        assistant("A. [1]"),
        {"role": "tool", "content": "{}", "tool_call_id": "x"},
        assistant(None, tool_calls=[{"id": "x", "type": "function"}]),
        assistant("B. [1]"),
        user("Three?"),
    )
    before = [Exchange("One?", ()), Exchange("Two?", ("A.", "B."))]
    assert question_of(asked) == ("Three?", before)


def test_parts_of_text_are_lines_of_one() -> None:
    parts = [{"type": "text", "text": "Why"}, {"type": "text", "text": "is that?"}]
    said = [{"type": "text", "text": "So. [1]"}, {"type": "refusal", "refusal": "No."}]
    asked = body(user(parts), assistant(said), user(parts[:1]))
    assert question_of(asked) == ("Why", [Exchange("Why\nis that?", ("So.",))])
    assert texts_of(asked) == ["Why\nis that?", "So. [1]", "Why"]


def test_what_is_not_known_is_ignored() -> None:
    asked = body(
        user("Why?", name="Ann", extra={"a": [1]}),
        model="gpt-4o",
        temperature=7,
        max_tokens="many",
        tools=[{"type": "function"}],
        response_format={"type": "json_object"},
        n=3,
        stop=["."],
        seed=None,
        logit_bias={"50256": -100},
        nonsense=float("nan"),
    )
    assert question_of(asked)[0] == "Why?"


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [assistant("Hello.")],
        [{"role": "system", "content": "x"}],
        [user("")],
        [user("  \n")],
        [user(None)],
        [user([])],
        [user("x" * 2001)],
        [user("a\x00b")],
        [user([{"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}])],
        [user([{"type": "text", "text": "What is this?"}, {"type": "input_audio"}])],
        [user([{"type": "text", "text": "x" * 1500}] * 2)],
        [user([{"type": "text", "text": "x"}] * 21)],
        [user("x" * 2001), assistant("x"), user("Why?")],
        [assistant("x" * 32_001), user("Why?")],
        [assistant([{"type": "text", "text": "x"}] * 21), user("Why?")],
        [user("Why?")] * 501,
        [{"role": "wizard", "content": "Why?"}],
        [{"content": "Why?"}],
        ["Why?"],
        "Why?",
        None,
        [user("Why?"), {"role": "assistant", "content": 5}],
    ],
    ids=lambda value: repr(value)[:60],
)
def test_what_cannot_be_answered_is_refused(messages: Any) -> None:
    with pytest.raises(ValidationError):
        CompletionBody.model_validate({"messages": messages})


@pytest.mark.parametrize("more", [{"stream": 1}, {"stream": "yes"}, {"stream_options": 5}])
def test_how_to_send_it_is_said_in_the_right_types(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        body(user("Why?"), **more)
