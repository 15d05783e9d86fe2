"""Follow-ups that put something in the place of something else: "what about X?", "and in 2019?"."""

import re
from collections.abc import Iterator

from service.english.calendar import YEAR
from service.english.clauses import capital
from service.english.parsed_text import ParsedText
from service.english.phrases import Phrase
from service.english.tokens import Tag
from service.followups import pronouns
from service.followups.history import History, Reading
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
_LONGEST_BEFORE = 20  # words of a former question; nobody replaces a part of a longer one
_DOUBT = 0.1  # added for each place in the order of readings
_WHAT_OF = "What of "
_WHERE = frozenset("in at on near from to".split())
# Two phrases that share one of these sorts may take each other's place.
_TELLING = frozenset({"person", "place", "organisation", "event"})


def read(question: ParsedText, history: History, led_in: bool) -> list[Reading]:
    """Return the readings of such a follow-up; none for any other question.

    question: without the words that lead in, and without its question mark.
    led_in: whether it began with "and" or the like, or ended with a question mark.
    """
    match = _ABOUT.fullmatch(question.text)
    new = ParsedText(match["what"]) if match else question
    if any(t.tag in (Tag.VERB, Tag.AUXILIARY, Tag.CONJUNCTION) for t in new.tokens):
        return []
    if not new.tokens or len(new.tokens) > _LONGEST or not (match or led_in):
        return []
    resolved = next((ParsedText(r.text) for r in pronouns.read(new, history)), new)
    texts = list(_readings(resolved, history))
    # Only the first reading puts one thing in the place of another, which its answer must name.
    about = new.phrases[0].head if new.phrases and not texts[0].startswith(_WHAT_OF) else ""
    return [
        Reading(text, _DOUBT * place, "" if place else about) for place, text in enumerate(texts)
    ]


def _readings(new: ParsedText, history: History) -> Iterator[str]:
    former = ParsedText(history[-1].standalone.strip().rstrip("?!. "))
    placed = _PLACED.fullmatch(new.text)
    if year := _YEAR.fullmatch(placed["what"] if placed else new.text):
        preposition = placed["preposition"] if placed else "in"
        yield capital(_with_year(former.text, year[0], preposition))
        return
    if placed:
        yield capital(_with_place(former, placed["preposition"].lower(), placed["what"]))
        return
    if _NUMBER.fullmatch(new.text):
        yield capital(f"{_NUMBER.sub(new.text, former.text, count=1)}?")
        return
    short = len(former.text.split()) <= _LONGEST_BEFORE
    if new.phrases and short and (parallel := _parallel(new.phrases[0], former)):
        before, after = former.text[: parallel.start], former.text[parallel.end :]
        yield f"{capital(before + new.text + after)}?"
    # The words "what of" are in every document, so only what follows them is searched for.
    yield f"{_WHAT_OF}{new.text}?"
    words = new.phrases[0].words if new.phrases else frozenset()
    named = [topic for topic in topics(history) if topic.name and not topic.words & words]
    yield from (f"As for {topic.text}, what of {new.text}?" for topic in named[:1])


def _with_year(former: str, year: str, preposition: str) -> str:
    """Return the former question with another year, or with a year added to it."""
    if _YEAR.search(former):
        return f"{_YEAR.sub(year, former, count=1)}?"
    return f"{former} {preposition} {year}?"


def _with_place(former: ParsedText, preposition: str, new: str) -> str:
    """Return the former question with another place, time or purpose.

    It replaces what follows the same preposition, or a name replaces the name of a place. Where the
    question has neither, it is added to the end.
    """
    phrases = [phrase for phrase in reversed(former.phrases) if "time" not in phrase.sorts]
    same = [phrase for phrase in phrases if phrase.role == preposition]
    named = [phrase for phrase in phrases if phrase.name and phrase.role in _WHERE]
    is_name = preposition in _WHERE and any(phrase.name for phrase in ParsedText(new).phrases)
    for phrase in [*same, *(named if is_name else [])][:1]:
        return f"{former.text[: phrase.start]}{new}{former.text[phrase.end :]}?"
    return f"{former.text} {preposition} {new}?"


def _parallel(phrase: Phrase, former: ParsedText) -> Phrase | None:
    """Return the last phrase of the former question that is of the same kind; None if none is."""
    alike = [
        candidate
        for candidate in former.phrases
        if candidate.name == phrase.name
        and candidate.words != phrase.words
        and (candidate.sorts == phrase.sorts or _are_alike(candidate, phrase))
    ]
    exact = [candidate for candidate in alike if candidate.sorts == phrase.sorts]
    return next(reversed(exact or alike), None)


def _are_alike(former: Phrase, phrase: Phrase) -> bool:
    """Whether two phrases share a sort that tells, and are names or of one number."""
    same_number = former.name or former.plural == phrase.plural
    return bool(former.sorts & phrase.sorts & _TELLING) and same_number
