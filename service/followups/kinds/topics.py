"""Whole questions that leave their topic out: "do I keep my salary?", "was anyone hurt?".

A topic is a thing that was named, what was asked how to do, or the section that answered last.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from service.english.clauses import capital
from service.english.parsed_text import ParsedText
from service.english.tokens import Tag, small
from service.followups.kinds.referring import references_in
from service.followups.said.deeds import deeds_of
from service.followups.said.history import MOST_TURNS, Reading, word_list
from service.followups.said.spoken_of import Mention, Said
from service.followups.said.words import COMPARED

_MOST = 6  # topics
_LONGEST = 14  # words; a longer question says itself what it is about
_LONGEST_HEADING, _LONGEST_DEED = 60, 80  # code points


@dataclass(frozen=True, slots=True)
class _Topic:
    """Words for what is spoken of. head: the last of them that may stand in what answers."""

    text: str
    head: str
    features: Mapping[str, float]


def read(question: ParsedText, history: Said) -> Iterator[Reading]:
    """Yield the question with each thing that it may be about."""
    if not question.tokens or len(question.tokens) > _LONGEST:
        return
    asked = frozenset(token.lower for token in question.tokens)
    text, lower = _unmarked(question), _within(question)
    last = text.split()[-1].lower() if text else ""
    genders = [one.stands.gender for one in references_in(question) if one.stands.gender]
    for mention in history.mentions[:_MOST]:
        is_other = bool(genders) and mention.has_other_gender(genders)
        if is_other or mention.phrase.words & asked:
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


def of_section(question: ParsedText, history: Said) -> Iterator[Reading]:
    """Yield a question or a fragment with the deed and the section that are spoken of."""
    if not question.tokens or len(question.tokens) > _LONGEST:
        return
    lower = _within(question)
    asked = frozenset(word_list(lower))
    deeds, sections = list(_deeds(history)), list(_sections(history))
    for topic in chain(deeds, sections, _together(deeds, sections, history, asked)):
        if not asked.issuperset(word_list(topic.text)):
            features = {"topic": 1.0, **topic.features}
            yield Reading(f"About {topic.text}: {lower}?", features, topic.head)


def _unmarked(question: ParsedText) -> str:
    return question.text.strip().rstrip("?!. ")


def _within(question: ParsedText) -> str:
    """Return the question as it stands after a colon, without its mark."""
    text = _unmarked(question)
    return text if question.tokens[0].tag is Tag.NAME else small(text)


def _deeds(history: Said) -> Iterator[_Topic]:
    """Yield what the last question asked how, why, when or whether to do."""
    for deed in deeds_of(history[-1]):
        if len(deed) <= _LONGEST_DEED:
            words = word_list(deed)
            features = {"topic deed": 1.0, "topic deed words": min(len(words), 8) / 4}
            yield _Topic(deed, words[0], features)


def _sections(history: Said) -> Iterator[_Topic]:
    """Yield the section that the last answer stands in, by itself and in the one around it."""
    lately = enumerate(history[: -MOST_TURNS - 1 : -1])
    back, past = next(((n, past) for n, past in lately if past.headings), (0, history[-1]))
    headings = [
        heading
        for heading in dict.fromkeys(h.text.rstrip(":. ") for h in past.parsed_headings)
        if len(heading) <= _LONGEST_HEADING and word_list(heading)
    ]
    if not headings:
        return
    inner, *around = headings
    head = word_list(inner)[-1]
    features = _section_features(inner, back, history)
    yield _Topic(f"“{inner}”", head, {**features, "topic section title": float(not around)})
    if around:
        yield _Topic(f"“{inner}” in “{around[0]}”", head, {**features, "topic sections": 1.0})


def _section_features(section: str, back: int, history: Said) -> dict[str, float]:
    words = word_list(section)
    asked = set(word_list(history[-1].standalone))
    return {
        "topic section": 1.0,
        "topic section words": min(len(words), 8) / 4,
        "topic section asked": sum(word in asked for word in words) / len(words),
        "topic section back": float(back),
        "topic section asks": float(section.endswith("?")),
    }


def _together(
    deeds: Sequence[_Topic], sections: Sequence[_Topic], history: Said, asked: frozenset[str]
) -> Iterator[_Topic]:
    """Yield the deed, and the first thing that the last question named, each in its section."""
    named = _apart(_of_last(history), history.mentions, asked)[:1]
    things = [_Topic(m.phrase.text, m.phrase.head, where_named(m)) for m in named]
    for section in sections[:1]:
        for topic, kind in [*((d, "deed") for d in deeds[:1]), *((t, "thing") for t in things)]:
            if set(word_list(section.text)) <= set(word_list(topic.text)):
                continue
            features = {**section.features, **topic.features, f"topic {kind} in section": 1.0}
            yield _Topic(f"{topic.text} in {section.text}", topic.head, features)


def _both(history: Said, asked: frozenset[str]) -> Iterator[list[Mention]]:
    """Yield the first two things that the last question named, and those that the last answered
    one did.
    """
    answered = [mention for mention in history.mentions if mention.answered_last]
    turns = (_of_last(history), answered)
    pairs = (_apart(of_turn, history.mentions, asked) for of_turn in turns)
    yield from (pair for pair in pairs if len(pair) == 2)


def _of_last(history: Said) -> list[Mention]:
    """Return what the last turn named."""
    return [mention for mention in history.mentions if not mention.back]


def _apart(
    mentions: Sequence[Mention], named: Sequence[Mention], asked: frozenset[str]
) -> list[Mention]:
    """Return the first two things of a question that lie apart, and of which no word is asked.

    named: all that the conversation named. Parts of one thing, "the atlas Fjorde" and "Nordens" of
    "Fjorde des Nordens", do not lie apart.
    """
    found: list[Mention] = []
    for mention in mentions:
        words = mention.phrase.words
        if mention.source != "asked" or words & asked:
            continue
        first = found[0].phrase.words if found else frozenset[str]()
        is_part = found and any(first | words <= other.phrase.words for other in named)
        if not (is_part or words & first):
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
