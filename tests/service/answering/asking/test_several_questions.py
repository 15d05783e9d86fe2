"""Several questions in one are told apart, and one question stays one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.asking.several_questions import parts_of


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        (
            "How much does the course cost and who teaches it?",
            ["How much does the course cost?", "About the course: who teaches it?"],
        ),
        (
            "When and where does the meeting begin?",
            ["When does the meeting begin?", "Where does the meeting begin?"],
        ),
        ("Who built the bridge and when?", ["Who built the bridge?", "When was the bridge built?"]),
        (
            "What is a chunk? And how big is it?",
            ["What is a chunk?", "About the chunk: how big is it?"],
        ),
        (
            "Who wrote the report, and in which year was the report published?",
            ["Who wrote the report?", "In which year was the report published?"],
        ),
        (
            "About the ferry: when does it leave and how much is it?",
            ["About the ferry: when does it leave?", "About the ferry: how much is it?"],
        ),
        (
            "who is Ada and what did she do, and when was she born",
            ["Who is Ada?", "About Ada: what did she do?", "About Ada: when was she born?"],
        ),
    ],
)
def test_each_question_is_asked_alone(text: str, alone: list[str]) -> None:
    assert [part.alone for part in parts_of(text)] == alone


def test_a_part_is_told_as_it_was_typed() -> None:
    parts = parts_of("How much does the course cost and who teaches it?")
    assert [part.typed for part in parts] == ["How much does the course cost?", "who teaches it?"]


@pytest.mark.parametrize(
    "text",
    [
        "What is the price of bread and butter?",
        "How old are Ida and Kay?",
        "What is the difference between what Ada does and what Boris does?",
        "Do you know who built it and when it was opened?",
        "How do I know when and where to go?",
        "Hi! Who are you? What is it?",
        "Right? What is it?",
        "and who?",
        "Why? And when?",
        "where am i and where am i going",
        "?",
        "",
        "Was kostet der Kurs und wer leitet ihn?",
        "Who is Ada and who is Bo and who is Cy and who is Di?",
    ],
)
def test_one_question_stays_one(text: str) -> None:
    assert parts_of(text) == []


@given(st.text("whoen is and, ?:“”About", max_size=40))
def test_any_text_can_be_looked_at(text: str) -> None:
    parts = parts_of(text)
    assert len(parts) != 1
    assert all(part.typed and part.alone for part in parts)
