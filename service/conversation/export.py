"""A conversation as a Markdown document, to keep or to send to somebody."""

import re
from collections.abc import Iterator

from service.conversation.turns import Conversation, PastTurn

# What would be markup, in a text that is meant as text.
_MARKUP = re.compile(r"([\\`*_\[\]<>&#|~$!])")
_AT_THE_START = re.compile(r"^([-+=]|\d+[.)])")


def to_markdown(conversation: Conversation) -> str:
    """The questions, the answers, and under each its numbered sources."""
    lines = [f"# {_text(conversation.title)}", "", f"Begun {conversation.created_at}.", ""]
    for turn in conversation.turns:
        lines += _turn(turn)
    return "\n".join(lines)


def _turn(turn: PastTurn) -> Iterator[str]:
    yield f"## {turn.turn}. {_text(turn.question)}"
    yield ""
    if turn.standalone_question != turn.question:
        yield f"Understood as: *{_text(turn.standalone_question)}*"
        yield ""
    yield f"> {_text(turn.answer)}"
    yield ""
    for citation in turn.citations:
        source = citation.source
        yield (
            f"- \\[{citation.marker}\\] {_text(source.title)} ({_text(source.document_id)}, "
            f"characters {source.start} to {source.end})"
        )
    for removed in turn.removed:
        yield f"- \\[{removed.marker}\\] no longer there: {_text(removed.document_id)}"
    if turn.citations or turn.removed:
        yield ""


def _text(text: str) -> str:
    """The text in one line, nothing in it taken for markup."""
    line = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return _AT_THE_START.sub(r"\\\1", line)
