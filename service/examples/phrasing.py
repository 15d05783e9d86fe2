"""A statement -> questions that it answers, in a few plain shapes.

A few good questions are better than many, so any sentence that is not plain makes none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.english import function_words
from service.english.calendar import MONTHS, YEAR
from service.english.lexicon.verb_uses import is_light, takes, takes_object_alone
from service.english.parsed_text import ParsedText
from service.english.phrases import Phrase
from service.english.tagging import tag_words
from service.english.tokens import Tag
from service.english.verbs import base_of, form_of_do, is_participle, past_of
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
_PLACED = re.compile(r"(?:(?:north|south|east|west) of|in|at|near|on|between)\s")
_WHERE = frozenset(function_words.WORDS["participles"]["of_place"])
_NOT_PLAIN = (Tag.AUXILIARY, Tag.CONJUNCTION)


@dataclass(frozen=True, slots=True, order=True)
class PhrasedQuestion:
    """A question. rank: 0 for one that a person would likely ask, more for others."""

    rank: int
    question: str


def questions_of(sentence: str, around: str = "") -> list[PhrasedQuestion]:
    """Return the questions that a sentence answers and that stand alone, the best first.

    around: the text around the sentence.
    """
    statement = statement_of(sentence, around)
    if statement is None or not statement.names:
        return []
    questions = {
        PhrasedQuestion(rank, " ".join(f"{text}?".split()).replace(" ?", "?"))
        for rank, text in _ranked(statement)
    }
    return sorted(question for question in questions if _stands_alone(question.question))


def _ranked(statement: Statement) -> Iterator[tuple[int, str]]:
    """Yield the questions, without their marks, each after its rank."""
    yield from ((0, question) for question in _circumstance(statement, _WHY, "Why"))
    yield from ((1, question) for question in _circumstance(statement, _WHEN, "When"))
    yield from (
        (1, question)
        for question in (*_opening_date(statement), *_place(statement), *_maker(statement))
    )
    last = 3 if " " in statement.subject else 4
    relation_rank = 1 if statement.auxiliary else last
    yield from ((relation_rank, question) for question in _relation(statement))
    yield from ((2, question) for question in _definition(statement))
    yield from ((last, question) for question in _object(statement))


def _circumstance(statement: Statement, marks: re.Pattern[str], word: str) -> Iterator[str]:
    """Ask "Why did NATO withhold authorization?" where the statement goes on with "citing"."""
    if match := marks.search(f" {statement.rest}"):
        yield from _inverted(statement, word, f" {statement.rest}"[: match.start()])


def _opening_date(statement: Statement) -> Iterator[str]:
    """Ask "When did Japan occupy Manchuria?" where the statement begins with "In 1931"."""
    if _OPENS_WITH_DATE.fullmatch(statement.opening):
        yield from _inverted(statement, "When", re.split(r",|\sand\s", statement.rest)[0])


def _inverted(statement: Statement, word: str, rest: str) -> Iterator[str]:
    """Ask with a question word. rest: what the question keeps behind the verb."""
    is_plain = not any(token.tag in _NOT_PLAIN for token in tag_words(rest))
    if not is_plain or "," in rest or len(rest.split()) > _LONGEST_REST:
        return
    if statement.auxiliary:
        if statement.verb:
            yield f"{word} {statement.auxiliary} {statement.subject} {statement.verb} {rest}"
    elif base := base_of(statement.verb):
        yield f"{word} {form_of_do(statement.verb)} {statement.subject} {base} {rest}"


def _place(statement: Statement) -> Iterator[str]:
    """Ask "Where was the treaty signed?"."""
    match = _PLACED.match(statement.rest)
    if not match or statement.auxiliary not in function_words.BE or statement.verb not in _WHERE:
        return
    place = _first_phrase(statement.rest[match.end() :])
    if place and "place" in place.sorts:
        yield f"Where {statement.auxiliary} {statement.subject} {statement.verb}"


def _maker(statement: Statement) -> Iterator[str]:
    """Ask "Who designed the bridge?" of "The bridge was designed by ..."."""
    match = _BY.match(statement.rest)
    base = base_of(statement.verb)
    if (
        statement.auxiliary not in ("was", "were")
        or not match
        or not base
        or not is_participle(statement.verb)
    ):
        return
    maker = _first_phrase(statement.rest[match.end() :])
    if maker and maker.sorts and maker.sorts <= {"person", "organisation"}:
        yield f"Who {past_of(base)} {statement.subject}"


def _relation(statement: Statement) -> Iterator[str]:
    """Ask "What is the mill known for?", and "What did the plan call for?"."""
    base = base_of(statement.main_verb)
    first, _, after = statement.rest.partition(" ")
    is_of_relation = first in function_words.RELATING
    if base is None or not (
        is_of_relation or first in function_words.GOAL_OR_SOURCE or takes(base, first)
    ):
        return
    related = _first_phrase(after)
    is_infinitive = tag_words(statement.rest)[0].tag is not Tag.PREPOSITION
    if related is None or is_infinitive or related.sorts & {"time", "measure", "person"}:
        return
    if "place" in related.sorts and not is_of_relation:  # one would ask where
        return
    if statement.auxiliary:
        if is_participle(statement.main_verb):
            yield f"What {statement.auxiliary} {statement.subject} {statement.verb} {first}"
    elif not is_light(base) and not takes_object_alone(base):
        yield f"What {form_of_do(statement.verb)} {statement.subject} {base} {first}"


def _definition(statement: Statement) -> Iterator[str]:
    """Ask "What is the KSF?" of "The KSF is a force that ..."."""
    if (
        statement.auxiliary not in ("is", "was", "are", "were")
        or statement.verb
        or not statement.head.name
    ):
        return
    if not re.match(r"(?:an?|the|one of the)\s", statement.rest):
        return
    sort = _first_phrase(statement.rest)
    if sort and not sort.sorts & {"time", "measure"}:
        is_person = "person" in sort.sorts or sort.head in ("people", "person")
        yield f"{'Who' if is_person else 'What'} {statement.auxiliary} {statement.subject}"


def _object(statement: Statement) -> Iterator[str]:
    """Ask "What did the explosion damage?" of "An explosion damaged a canal"."""
    base = base_of(statement.verb)
    if statement.auxiliary or base is None or is_light(base) or not takes_object_alone(base):
        return
    affected = _first_phrase(statement.rest)
    if affected is not None and not affected.sorts & {"time", "measure", "person"}:
        yield f"What {form_of_do(statement.verb)} {statement.subject} {base}"


def _first_phrase(text: str) -> Phrase | None:
    """Return the noun phrase that a text begins with: her name for "the engineer Ada Byron"."""
    parsed = ParsedText(text)
    if not parsed.phrases:
        return None
    first = parsed.phrases[0]
    before = [token for token in parsed.tokens if token.start < first.start]
    begins = all(token.tag in (Tag.DETERMINER, Tag.NOUN) for token in before)
    return first if begins else None


def _stands_alone(question: str) -> bool:
    """Whether a question is short, plain, names something, and needs no text around it."""
    words = question[:-1].split()
    tokens = tag_words(question[:-1])[1:]
    return (
        _FEWEST_WORDS <= len(words) <= _MOST_WORDS
        and not _NO_PLAIN_TEXT.search(question[:-1])
        and not any(token.lower in function_words.POINTING for token in tokens)
        and any(token.tag is Tag.NAME for token in tokens)
    )
