"""Several questions in one: "How much does the course cost and who teaches it?"

Each is asked by itself, the later ones about the thing that the first one names.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from service.english.clause_parsing import OF_CIRCUMSTANCE
from service.english.clauses import Asks, Clause, capital
from service.english.function_words import is_english
from service.english.parsed_text import ParsedText
from service.english.tagger.labels import Label
from service.english.tokens import Tag, Token, small
from service.question_text import topic_and_question

_LONGEST = 300  # code points
_MOST = 3  # questions in one
_VERBS = (Tag.VERB, Tag.AUXILIARY)


class AskedPart(NamedTuple):
    """One of several questions: as it was typed, and as it is asked alone."""

    typed: str
    alone: str


def parts_of(text: str) -> list[AskedPart]:
    """Return the questions that a text asks; none where it asks one, or that is not certain."""
    topic, asked = topic_and_question(text)
    several = " and " in asked.lower() or "?" in asked.rstrip("?!. ")
    if not several or len(text) > _LONGEST or not is_english(text):
        return []
    first, *others = [part for sentence in _sentences(asked) for part in _joined(sentence)] or [""]
    clause = ParsedText(first).clause
    parts = [first, *(_completed(part, clause) for part in others)]
    if not 1 < len(parts) <= _MOST or not all(map(_is_whole, parts)):
        return []
    things = [topic] if topic else _things(first, clause)
    if not things:  # "Where am I and where am I going?"
        return []
    return [
        AskedPart(f"{part}?", _about(things if place or topic else [], part))
        for place, part in enumerate(parts)
    ]


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in text.split("?") if part.strip(" .!")]


def _joined(sentence: str) -> Iterator[str]:
    """Yield the questions of a sentence that "and" joins, without the "and" that leads it."""
    tokens = ParsedText(sentence).tokens
    start = 0
    for place, token in enumerate(tokens):
        if token.label is not Label.COORDINATOR or not _asks(tokens[place + 1 : place + 3]):
            continue
        before = tokens[start:place]
        if start < place and not any(one.tag in _VERBS for one in before):
            yield from _with_two_words(sentence, tokens, start, place)
            return
        if before:
            yield sentence[before[0].start : token.start].strip(" ,;")
        start = place + 1
    yield sentence[tokens[start].start :] if start < len(tokens) else ""


def _asks(following: Sequence[Token]) -> bool:
    """Whether these words begin a question: "who", "in which"."""
    labels = [token.label for token in following]
    led = bool(following) and following[0].tag is Tag.PREPOSITION
    return labels[int(led) : int(led) + 1] == [Label.QUESTION]


def _with_two_words(
    sentence: str, tokens: Sequence[Token], start: int, place: int
) -> Iterator[str]:
    """Yield "when does it open" and "where does it open" for "when and where does it open"."""
    second = sentence[tokens[place + 1].start :]
    clause = ParsedText(second).clause
    word = clause.word if clause else ""
    yield f"{sentence[tokens[start].start : tokens[place].start].strip()}{second[len(word) :]}"
    yield second


def _completed(part: str, former: Clause | None) -> str:
    """Return "when was the bridge built" for "when", after "who built the bridge"; any other part
    as it is.
    """
    tokens = ParsedText(part).tokens
    if former is None or any(token.tag in _VERBS for token in tokens):
        return part
    if former.asks is Asks.COMPLEMENT:
        return part
    if tokens and (tokens[0].lower in OF_CIRCUMSTANCE or tokens[0].tag is Tag.PREPOSITION):
        return (former.asking_in_passive(part) or former.asking(part)).rstrip("?")
    return part


def _is_whole(part: str) -> bool:
    """Whether a part asks by itself, and asks one thing: not "where to go", nor "what Ada did"."""
    clause = ParsedText(part).clause
    if clause is None or clause.asks is Asks.WHETHER or not (clause.subject or clause.rest):
        return False
    asking = [token for token in ParsedText(part).tokens if token.label is Label.QUESTION]
    return len(asking) == 1


def _things(first: str, clause: Clause | None) -> list[str]:
    """Return what the first question is about: its first two noun phrases after the question word,
    for "it" may be either.
    """
    word = len(clause.word) if clause else 0
    return [phrase.text for phrase in ParsedText(first).phrases if phrase.start >= word][:2]


def _about(things: Sequence[str], part: str) -> str:
    """Return a question about these things, unless it names one of them."""
    words = frozenset(part.lower().split())
    named = any(frozenset(thing.lower().split()) <= words for thing in things)
    if named or not things:
        return f"{capital(part)}?"
    return f"About {' and '.join(things)}: {small(part)}?"
