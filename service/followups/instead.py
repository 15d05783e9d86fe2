"""Follow-ups that put something in the place of something else: "what about X?", "and in 2019?"."""

import re
from collections.abc import Iterator

from service.english.calendar import YEAR
from service.english.clauses import capital
from service.english.phrases import Phrase, phrases
from service.english.tagging import tagged
from service.english.tags import Tag
from service.followups.history import History, Reading
from service.followups.pronouns import resolved
from service.followups.referents import topics

_ABOUT = re.compile(r"(?:what|how) (?:about|of) (?P<what>.+)", re.IGNORECASE)
_PLACED = re.compile(
    r"(?P<preposition>in|on|at|for|from|to|with|by|during|after|before|since|until|under|near|over)"
    r" (?P<what>.+)",
    re.IGNORECASE,
)
_YEAR = re.compile(rf"\b{YEAR}\b")
_NUMBER = re.compile(r"\b\d[\d.,]*\b")
_LONGEST = 9  # words
_LONGEST_BEFORE = 20  # words of a question of which one would say a part anew
_DOUBT = 0.1
_WHAT_OF = "What of "
_WHERE = frozenset("in at on near from to".split())
_TELLING = frozenset({"person", "place", "organisation", "event"})


def instead(question: str, history: History, led_in: bool) -> list[Reading]:
    """Readings of such a follow-up; none if it is no such.

    question: without what leads in, and without its mark. led_in: whether it began with "and" or
    the like, or ended with a question mark.
    """
    match = _ABOUT.fullmatch(question)
    what = match["what"] if match else question
    tokens = tagged(what)
    if any(token.tag in (Tag.VERB, Tag.AUXILIARY, Tag.CONJUNCTION) for token in tokens):
        return []
    if not tokens or len(tokens) > _LONGEST or not (match or led_in):
        return []
    found = list(_readings(next((r.text for r in resolved(what, history)), what), history))
    own = phrases(what)
    # Of what has been put in the place of another; those after it ask for nothing else.
    about = own[0].head if own and not found[0].startswith(_WHAT_OF) else ""
    return [
        Reading(text, _DOUBT * place, "" if place else about) for place, text in enumerate(found)
    ]


def _readings(what: str, history: History) -> Iterator[str]:
    before = history[-1].standalone.strip().rstrip("?!. ")
    placed = _PLACED.fullmatch(what)
    if year := _YEAR.fullmatch(placed["what"] if placed else what):
        yield capital(_with_year(before, year[0], placed["preposition"] if placed else "in"))
        return
    if placed:
        yield capital(_with_place(before, placed["preposition"].lower(), placed["what"]))
        return
    if _NUMBER.fullmatch(what):
        yield capital(f"{_NUMBER.sub(what, before, count=1)}?")
        return
    found = phrases(what)
    short = len(before.split()) <= _LONGEST_BEFORE
    if found and short and (parallel := _parallel(found[0], before)):
        yield f"{capital(before[: parallel.start] + what + before[parallel.end :])}?"
    yield f"{_WHAT_OF}{what}?"  # of words that every text has, so that only `what` is looked for
    own = found[0].words if found else frozenset()
    named = [topic for topic in topics(history) if topic.name and not topic.words & own]
    yield from (f"As for {topic.text}, what of {what}?" for topic in named[:1])


def _with_year(before: str, year: str, preposition: str) -> str:
    if _YEAR.search(before):
        return f"{_YEAR.sub(year, before, count=1)}?"
    return f"{before} {preposition} {year}?"


def _with_place(before: str, preposition: str, what: str) -> str:
    """With another place, time or purpose after the same preposition, or a name in the place of
    the name of a place; else added to the end.
    """
    found = [phrase for phrase in reversed(phrases(before)) if "time" not in phrase.sorts]
    same = [phrase for phrase in found if phrase.role == preposition]
    named = [phrase for phrase in found if phrase.name and phrase.role in _WHERE]
    is_name = preposition in _WHERE and any(phrase.name for phrase in phrases(what))
    for phrase in [*same, *(named if is_name else [])][:1]:
        return f"{before[: phrase.start]}{what}{before[phrase.end :]}?"
    return f"{before} {preposition} {what}?"


def _parallel(phrase: Phrase, before: str) -> Phrase | None:
    """The last phrase of the former question that is of the same kind; None if none is."""
    alike = [
        other
        for other in phrases(before)
        if other.name == phrase.name
        and other.words != phrase.words
        and (other.sorts == phrase.sorts or _share_what_tells(other, phrase))
    ]
    exact = [other for other in alike if other.sorts == phrase.sorts]
    return next(reversed(exact or alike), None)


def _share_what_tells(one: Phrase, other: Phrase) -> bool:
    return bool(one.sorts & other.sorts & _TELLING) and (one.name or one.plural == other.plural)
