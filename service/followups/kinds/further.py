"""Moves in a conversation, read as questions: "tell me more", "are you sure?", "no, I meant X"."""

from collections.abc import Iterator

from service.english.parsed_text import ParsedText
from service.followups.kinds import fragments
from service.followups.kinds.topics import where_named
from service.followups.said.history import Past, Reading
from service.followups.said.moves import Move, Moved
from service.followups.said.spoken_of import Said

_MOST = 3  # topics
_ASKS_AGAIN = (Move.DOUBT, Move.LANGUAGE, Move.NEXT)
_OF_TOPICS = {
    Move.MORE: "Tell me more about {}.",
    Move.EXAMPLE: "What is an example of {}?",
    Move.EXCEPTION: "Is there an exception to {}?",
}


def read(moved: Moved, history: Said) -> Iterator[Reading]:
    """Yield what a move may mean after what was said; nothing for an ordinary question."""
    if moved.move in _ASKS_AGAIN:
        yield Reading(history[-1].standalone, {"asks again": 1.0})
    elif moved.move in _OF_TOPICS:
        yield from _of_topics(_OF_TOPICS[moved.move], history)
    elif moved.move is Move.RECALL:
        yield from _recalled(moved.subject, history)
    elif moved.move is Move.CORRECT:
        for reading in fragments.read(ParsedText(moved.subject), history):
            yield Reading(reading.text, {**reading.features, "corrects": 1.0}, reading.about)


def _of_topics(pattern: str, history: Said) -> Iterator[Reading]:
    for mention in history.mentions[: 2 * _MOST]:
        features = {"move": 1.0, **where_named(mention)}
        yield Reading(pattern.format(mention.phrase.text), features, mention.phrase.head)


def _recalled(subject: str, history: Said) -> Iterator[Reading]:
    """Yield the former questions that speak of the subject, the last first; else ask about it."""
    wanted = {token.lower for token in ParsedText(subject).tokens}
    spoken = [past for past in reversed(history) if wanted <= _words_of(past)]
    for back, past in enumerate(spoken[:_MOST]):
        yield Reading(past.standalone, {"recalled": 1.0, "turns back": float(back)})
    about = subject.rsplit(maxsplit=1)[-1].lower() if subject.strip() else ""
    yield Reading(f"What about {subject}?", {"what about": 1.0}, about)


def _words_of(past: Past) -> set[str]:
    texts = (past.question, *past.parsed_quotes)
    return {token.lower for parsed in texts for token in parsed.tokens}
