"""A conversation -> a Markdown document, to keep or to send to somebody."""

import re
from collections.abc import Iterator

from service.conversation.turns import Conversation, PastTurn
from service.filters import Filters
from service.sources import disagreement, left_open, path, searched, told, where, worded_by

# Characters that Markdown or HTML would take for markup.
_MARKUP = re.compile(r"([\\`*_\[\]<>&#|~$!])")
_AT_THE_START = re.compile(r"^(?:\d+(?=[.)])|(?=[-+=]))")


def to_markdown(conversation: Conversation) -> str:
    """Return the questions and answers as Markdown, each answer with its numbered sources."""
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
    if turn.within:
        yield "Asked within the documents of this conversation."
        yield ""
    if turn.filters:
        yield f"Asked of {_text(_named(turn.filters))}."
        yield ""
    # A line break in a quote means nothing; those of a list or an outline do.
    lines = [turn.answer] if turn.mode == "quoted" else turn.answer.splitlines()
    yield "\\\n".join(f"> {_text(line)}" for line in lines)
    yield ""
    for told_of in _told_of(turn):
        yield told_of
        yield ""
    if turn.wording and turn.wording.problem is None:
        yield _text(worded_by(turn.wording))
        yield ""
    for conflict in turn.conflicts:
        yield _text(disagreement(conflict))
        yield ""
    for citation in turn.citations:
        source = citation.source
        facts = "".join(f"{_text(fact)}, " for fact in told(source))
        yield (
            f"- \\[{citation.marker}\\] {' › '.join(map(_text, [source.title, *path(source)]))} "
            f"({facts}{_text(where(source))}, characters {source.start} to {source.end})"
        )
    for removed in turn.removed:
        yield f"- \\[{removed.marker}\\] no longer there: {_text(removed.document_id)}"
    if turn.citations or turn.removed:
        yield ""


def _named(filters: Filters) -> str:
    """Return the filters in words: each with what it names."""
    named = filters.model_dump(mode="json")
    values = {k: ", ".join(v) if isinstance(v, list) else v for k, v in named.items()}
    return "; ".join(f"{name} {value}" for name, value in values.items())


def _told_of(turn: PastTurn) -> Iterator[str]:
    """Yield what is told of an answer: how much was searched, what answers of its confidence are
    worth, and what a person says of it, and what it leaves open.
    """
    if turn.unanswered:
        yield _text(left_open(turn.unanswered))
    if turn.filtered:
        yield _text(searched(turn.filtered))
    if turn.measured and turn.status == "answered":
        share, answers = round(turn.measured.right * 100), turn.measured.answers
        yield f"Of {answers:,} answers of this confidence {share} in 100 were right when measured."
    if turn.right is not None:
        yield f"Judged {'right' if turn.right else 'wrong'} by a person."


def _text(text: str) -> str:
    """Return the text in one line, escaped so that nothing in it is markup."""
    line = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return _AT_THE_START.sub(r"\g<0>\\", line)  # a digit cannot be escaped
