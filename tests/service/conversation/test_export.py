from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from service.conversation.export import to_markdown
from service.conversation.turns import Conversation, PastTurn, RemovedQuote
from service.filters import Filters
from service.records import (
    AnswerSpan,
    Citation,
    CitedSource,
    Conflict,
    ConflictingValue,
    Filtered,
    Measured,
    Wording,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "# a heading?",
    "[a link](javascript:alert(1))",
    "![an image](http://elsewhere/x.png)",
    "one\n\n---\n\n## two",
    "- a list",
    "1. a list",
    "1) a list",
    "**bold** _italic_ `code` ~~gone~~",
    "> a quote",
    "a | b\n--|--",
    "&lt;b&gt; &amp;",
    "\\[1\\]",
    "= under\n=====",
    "<http://elsewhere/>",
]


def conversation(text: str) -> Conversation:
    source = CitedSource(
        text, text, "0" * 64, "p", 0, len(text), None, None, None, None, None, None, [], []
    )
    citation = Citation(1, AnswerSpan(0, len(text)), source, text, 0.5, None, [], 0, [])
    turn = PastTurn(
        turn=1,
        id="0",
        asked_at="2026-01-01T00:00:00.000000Z",
        question=text,
        standalone_question=f"{text} again",
        readings=[text],
        within=True,
        status="answered",
        answer=f"{text} [1]",
        confidence=0.5,
        measured=Measured(0.8, 120),
        generation=1,
        citations=[citation],
        conflicts=[],
        removed=[RemovedQuote(2, text)],
        mode="quoted",
        sentences=[],
        filters=Filters(title=text or "none", documents=["a", "b"]),
        filtered=Filtered(2, 1),
        wording=Wording(text, text, None, 0, 0, 1),
        right=False,
    )
    return Conversation("0" * 32, text, turn.asked_at, turn.asked_at, False, [turn])


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    markdown = to_markdown(conversation(text))
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(markdown)
    shown = [
        child.content
        for token in tokens
        for child in token.children or []
        if child.type in {"text", "text_special"}
    ]
    assert " ".join(text.split()) in " ".join("".join(shown).split())
    assert "\\" in text or "\\" not in "".join(shown)
    allowed = {"text", "text_special", "em_open", "em_close", "softbreak"}
    assert {child.type for token in tokens for child in token.children or []} <= allowed
    blocks = [token.type for token in tokens if token.nesting == 1]
    assert blocks == [
        *("heading_open", "paragraph_open", "heading_open"),
        *(
            "paragraph_open",
            "paragraph_open",
            "paragraph_open",
            "blockquote_open",
            "paragraph_open",
            "paragraph_open",
            "paragraph_open",
        ),
        *("paragraph_open", "paragraph_open", "bullet_list_open"),
        *("list_item_open", "paragraph_open") * 2,
    ]


def test_a_source_is_told_with_its_author_and_day_and_a_conflict_with_the_older() -> None:
    [turn] = conversation("Eight metres.").turns
    [citation] = turn.citations
    source = replace(
        citation.source,
        author="The desk",
        site="Holm News",
        published="2019-03-02",
        superseded_by="",
    )
    values = [
        ConflictingValue(1, "Eight", AnswerSpan(0, 5), "2019-03-02", True),
        ConflictingValue(2, "nine", AnswerSpan(0, 5), None, False),
    ]
    told = replace(
        turn,
        citations=[replace(citation, source=source)],
        conflicts=[Conflict("number", values)],
    )
    markdown = to_markdown(replace(conversation(""), turns=[told]))
    assert "The desk, Holm News, 2019-03-02, out of date, as it says itself, Eight" in markdown
    disagree = r"The documents disagree: Eight \[1\] (older: 2019-03-02), nine \[2\]"
    assert disagree in markdown


def test_what_was_searched_and_what_a_person_said_are_told_where_there_is_any() -> None:
    [turn] = conversation("Eight metres.").turns
    named = {"folder": "news/2024", "since": "2024-05-01"}
    asked = replace(turn, filters=Filters.model_validate(named))
    markdown = to_markdown(replace(conversation(""), turns=[asked]))
    assert "Asked of folder news/2024; since 2024-05-01." in markdown
    assert "Searched 2 documents; 1 without a date left out." in markdown
    assert "Judged wrong by a person." in markdown
    assert "Of 120 answers of this confidence 80 in 100 were right when measured." in markdown
    assert "Asked within the documents of this conversation." in markdown
    plain = replace(turn, within=False, filters=None, filtered=None, right=None, measured=None)
    markdown = to_markdown(replace(conversation(""), turns=[plain]))
    assert "Asked" not in markdown
    assert "Searched" not in markdown
    assert "Judged" not in markdown
    assert "measured" not in markdown
