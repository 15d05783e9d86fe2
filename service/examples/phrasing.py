"""A statement -> questions that it answers, in a few plain shapes. Better few than bad."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.english import function_words
from service.english.calendar import MONTHS, YEAR
from service.english.phrases import Phrase, phrases_of
from service.english.tagging import tagged
from service.english.tags import Tag
from service.english.verbs import base_of, is_participle, is_past, past_of
from service.examples.statements import Statement, statement_of

_FEWEST_WORDS, _MOST_WORDS = 4, 13  # of a question
_LONGEST_REST = 8  # words
_NO_PLAIN_TEXT = re.compile(r"[^\w\s,.'’&%-]|\s[-–]|\s[,.]|\d[,.]\d{2}\b|,$|\.\s")
_MONTH = f"(?:{'|'.join(map(str.capitalize, MONTHS))})"
_DATE = rf"(?:(?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}})?,? )?{YEAR}"
_WHEN = re.compile(rf"\s(?:in|on)\s(?:early |late |mid-|the year )?{_DATE}(?=[\s,]|$)")
_OPENS_WITH_DATE = re.compile(rf"(?:In|On) (?:early |late |mid-|the year )?{_DATE}, $")
_WHY = re.compile(r",?\s(?:because|because of|due to|in order to|so that|citing|owing to)\s")
_BY = re.compile(r"by\s(?=\S)")
_PLACED = re.compile(r"(?:north|south|east|west|in|at|near|on|between)\b")
_WHERE = frozenset("located situated based born buried held headquartered found".split())
# What these words mean stands elsewhere.
_POINTS_ELSEWHERE = frozenset().union(*function_words.PRONOUN_FORMS.values())
_POINTS_ELSEWHERE -= function_words.REFLEXIVES
_POINTS_ELSEWHERE |= function_words.DEMONSTRATIVES | frozenset(
    "such here there then former latter above below following same other others another one ones"
    " both each latest".split()
)
# Verbs that say little without all that follows.
_THIN = frozenset(
    "be have do become make take get put go come let seem appear remain keep set give hold see"
    " include mean say face add express gain need continue turn play contain serve return".split()
)
_CALLS = frozenset(
    "call for,lead to,result in,depend on,rely on,consist of,refer to,belong to,focus on,agree on"
    ",contribute to,respond to,object to,apply for,ask for,aim for,deal with".split(",")
)
_RELATIONS = frozenset(
    "attribute to,trace to,link to,compare to,relate to,base on,compose of,use for,know for"
    ",derive from,name after,divide into,transform into,replace with,design for".split(",")
)
_NOT_PLAIN = (Tag.AUXILIARY, Tag.CONJUNCTION)
_NO_OBJECT = frozenset("north south east west way part place others home".split())


@dataclass(frozen=True, slots=True, order=True)
class Phrased:
    """A question. rank: how much it is what a person would ask, the least first."""

    rank: int
    question: str


def questions_of(sentence: str, around: str = "") -> list[Phrased]:
    """Questions that a sentence answers and that need nothing around it; the best first.

    around: the text that it stands in.
    """
    one = statement_of(sentence, around)
    if one is None or not one.names:
        return []
    found = [
        Phrased(rank, " ".join(f"{question}?".split()).replace(" ?", "?"))
        for rank, question in _asked(one)
    ]
    return sorted(one for one in set(found) if _stands_alone(one.question))


def _asked(one: Statement) -> Iterator[tuple[int, str]]:
    yield from ((0, question) for question in _circumstance(one, _WHY, "Why"))
    yield from ((1, question) for question in _circumstance(one, _WHEN, "When"))
    yield from ((1, question) for question in (*_opening_date(one), *_place(one), *_maker(one)))
    yield from ((1, question) for question in _relation(one))
    yield from ((2, question) for question in _definition(one))
    yield from ((3 if " " in one.subject else 4, question) for question in _object(one))


def _circumstance(one: Statement, marks: re.Pattern[str], word: str) -> Iterator[str]:
    """As "Why did NATO withhold authorization?" of what goes on with "citing"."""
    if match := marks.search(f" {one.rest}"):
        yield from _inverted(one, word, f" {one.rest}"[: match.start()])


def _opening_date(one: Statement) -> Iterator[str]:
    if _OPENS_WITH_DATE.fullmatch(one.opening):
        yield from _inverted(one, "When", re.split(r",|\sand\s", one.rest)[0])


def _inverted(one: Statement, word: str, rest: str) -> Iterator[str]:
    is_plain = not any(token.tag in _NOT_PLAIN for token in tagged(rest))
    if not is_plain or "," in rest or len(rest.split()) > _LONGEST_REST:
        return
    if one.auxiliary:
        if one.verb:
            yield f"{word} {one.auxiliary} {one.subject} {one.verb} {rest}"
    elif base := base_of(one.verb):
        yield f"{word} {_do(one)} {one.subject} {base} {rest}"


def _place(one: Statement) -> Iterator[str]:
    """As "Where was the treaty signed?"."""
    if one.auxiliary in function_words.BE and one.verb in _WHERE and _PLACED.match(one.rest):
        yield f"Where {one.auxiliary} {one.subject} {one.verb}"


def _maker(one: Statement) -> Iterator[str]:
    """As "Who designed the bridge?" of "The bridge was designed by ..."."""
    match = _BY.match(one.rest)
    base = base_of(one.verb)
    if one.auxiliary not in ("was", "were") or not match or not base or not is_participle(one.verb):
        return
    maker = _first_phrase(one.rest[match.end() :])
    if maker and maker.sorts and maker.sorts <= {"person", "organisation"}:
        yield f"Who {past_of(base)} {one.subject}"


def _relation(one: Statement) -> Iterator[str]:
    """As "What is the mill known for?"."""
    first, _, after = one.rest.partition(" ")
    pair = f"{base_of(one.main)} {first}"
    if one.auxiliary and is_participle(one.main) and pair in _RELATIONS and _first_phrase(after):
        yield f"What {one.auxiliary} {one.subject} {one.verb} {first}"


def _definition(one: Statement) -> Iterator[str]:
    """As "What is the KSF?" of "The KSF is a force that ..."."""
    if one.auxiliary not in ("is", "was", "are", "were") or one.verb or not one.head.name:
        return
    said = re.match(r"(?:an?|the|one of the)\s", one.rest) and _first_phrase(one.rest)
    if said and not said.sorts & {"time", "measure"}:
        is_person = "person" in said.sorts or said.head in ("people", "person")
        yield f"{'Who' if is_person else 'What'} {one.auxiliary} {one.subject}"


def _object(one: Statement) -> Iterator[str]:
    """As "What did the explosion damage?" of "An explosion damaged a canal"."""
    base = base_of(one.verb)
    if one.auxiliary or base is None:
        return
    first, _, after = one.rest.partition(" ")
    if f"{base} {first}" in _CALLS:
        if _first_phrase(after):
            yield f"What {_do(one)} {one.subject} {base} {first}"
        return
    said = _first_phrase(one.rest)
    is_thing = said and not said.sorts & {"time", "measure", "person"}
    if said and is_thing and said.head not in _NO_OBJECT and base not in _THIN:
        yield f"What {_do(one)} {one.subject} {base}"


def _first_phrase(text: str) -> Phrase | None:
    """The noun phrase that a text begins with; of "the engineer Margit Solberg", her name."""
    tokens = tagged(text)
    found = phrases_of(tokens, text)
    before = [token for token in tokens if found and token.start < found[0].start]
    begins = found and all(token.tag in (Tag.DETERMINER, Tag.NOUN) for token in before)
    return found[0] if begins else None


def _do(one: Statement) -> str:
    if is_past(one.verb):
        return "did"
    return "do" if base_of(one.verb) == one.verb.lower() else "does"


def _stands_alone(question: str) -> bool:
    words = question[:-1].split()
    tokens = tagged(question[:-1])[1:]
    return (
        _FEWEST_WORDS <= len(words) <= _MOST_WORDS
        and not _NO_PLAIN_TEXT.search(question[:-1])
        and not any(token.lower in _POINTS_ELSEWHERE for token in tokens)
        and any(token.tag is Tag.NAME for token in tokens)
    )
