"""Whole questions that leave their topic out: "do I keep my salary?", "was anyone hurt?"."""

from collections.abc import Iterator, Sequence

from service.english.clauses import capital
from service.english.parsed_text import ParsedText
from service.english.tokens import Tag, small
from service.followups.said.history import Reading
from service.followups.said.spoken_of import Mention, Said
from service.followups.said.words import COMPARED

_MOST = 6  # topics
_LONGEST = 14  # words; a longer question says itself what it is about


def read(question: ParsedText, history: Said) -> Iterator[Reading]:
    """Yield the question with each thing that it may be about."""
    if not question.tokens or len(question.tokens) > _LONGEST:
        return
    asked = frozenset(token.lower for token in question.tokens)
    text = question.text.strip().rstrip("?!. ")
    lower = text if question.tokens[0].tag is Tag.NAME else small(text)
    last = text.split()[-1].lower() if text else ""
    for mention in history.mentions[:_MOST]:
        if mention.phrase.words & asked:
            continue
        features = _features(mention)
        if last in COMPARED:
            whole = f"{capital(text)} {COMPARED[last]} {mention.phrase.text}?"
            yield Reading(whole, {**features, "compared": 1.0}, "")
        if "event" in mention.phrase.sorts:
            yield Reading(
                f"{capital(text)} in {mention.phrase.text}?",
                {**features, "in event": 1.0},
                mention.phrase.head,
            )
        yield Reading(f"About {mention.phrase.text}: {lower}?", features, mention.phrase.head)

    for both in _both(history, asked):
        features = {"topic": 1.0, "topic both": 1.0, **both[0].features}
        whole = f"About {both[0].phrase.text} and {both[1].phrase.text}: {lower}?"
        yield Reading(whole, features, both[0].phrase.head)


def _both(history: Said, asked: frozenset[str]) -> Iterator[list[Mention]]:
    """Yield the first two things that the last question named, and those that the last answered
    one did.
    """
    last = [mention for mention in history.mentions if not mention.back]
    answered = [mention for mention in history.mentions if mention.answered_last]
    yield from (two for named in (last, answered) if len(two := _apart(named, asked)) == 2)


def _apart(mentions: Sequence[Mention], asked: frozenset[str]) -> list[Mention]:
    """Return the first two things of a question that lie apart, and of which no word is asked."""
    found: list[Mention] = []
    for mention in mentions:
        words = mention.phrase.words
        of_question = mention.source == "asked"
        if of_question and not words & asked and not any(words & m.phrase.words for m in found):
            found.append(mention)
    return found[:2]


def where_named(mention: Mention) -> dict[str, float]:
    """Return where a topic was named, and how often, as features."""
    return {
        **mention.features,
        f"topic from {mention.source}": 1.0,
        "topic turns back": float(mention.back),
        "topic place": min(mention.place, 5) / 5,
        "topic turns": float(min(mention.turns, 3) - 1),
        "topic name": float(mention.phrase.name),
    }


def _features(mention: Mention) -> dict[str, float]:
    return {
        "topic": 1.0,
        **where_named(mention),
        "topic centre": float(mention.centre),
        "topic in title": float(mention.in_title),
        "topic in heading": float(mention.in_heading),
        "topic subject": float(mention.phrase.role == "subject"),
        "topic asked for": float(mention.asked_for),
    }
