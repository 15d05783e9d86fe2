"""Evidence of another year than the one that a question asks about."""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import dropwhile

from service.answering.asking.question import Question
from service.answering.contrary.before_pronouns import naming
from service.answering.weighing.evidence import Evidence, Place
from service.english.calendar import MONTHS, YEAR
from service.english.function_words import FROM_A_TIME, OF_TIME, UP_TO_A_TIME
from service.english.parsed_text import ParsedText
from service.english.tagger.labels import Label
from service.english.tokens import Tag, Token

_YEAR = re.compile(rf"(?<![\d.,-]){YEAR}(?![\d.,]\d)")
_YEARS = re.compile(rf"\b(?P<first>{YEAR})\s?[-–—]\s?(?P<last>{YEAR})\b")
_FIRST_YEAR, _LAST_YEAR = 1000, 2099
_WORD = re.compile(r"\w+")
_OF_TIME = "|".join(sorted(OF_TIME & (UP_TO_A_TIME | FROM_A_TIME)))
_OF_A_TIME_BEFORE = re.compile(rf"\b(?:{_OF_TIME})\s+(?:then|that|this)\b", re.IGNORECASE)
_LONGEST_DATE = 40  # characters before its year
_AT = frozenset({"in", "on", "during", "for", "of", "from"})  # a date may follow; no limit


def of_other_years(question: Question, evidence: Sequence[Evidence]) -> frozenset[Place]:
    """Return where a sentence, or the nearest of what it stands under, names only other years, if
    nothing that was found names the year that was asked about.

    A sentence of a period is left where the year may lie in that: 2016 lies before "until 2019".
    """
    asked = _years_asked(question.text)
    if not asked:
        return frozenset()
    texts = {text for one in evidence for text in (one.hit.stored.text, *one.above)}
    if any(asked & _years_in(text) for text in texts):
        return frozenset()
    return frozenset(
        one.place
        for one in evidence
        if any(map(_years_in, naming(one))) and not _is_of_period(one, {*map(int, asked)})
    )


def _is_of_period(one: Evidence, asked: Set[int]) -> bool:
    """Whether it tells of a period that an asked year may lie in, or of one told before it."""
    if _OF_A_TIME_BEFORE.search(one.text):
        return True
    told = next((text for text in naming(one) if _years_in(text)), "")
    return any(year in period for period in _periods_in(told) for year in asked)


def _periods_in(text: str) -> Iterator[range]:
    """Yield the periods that a text names by a year that each ends with, or begins at."""
    for ends in _YEARS.finditer(text):
        yield range(int(ends["first"]), int(ends["last"]) + 1)
    begun = None
    for found in _YEAR.finditer(text):
        before = text[max(found.start() - _LONGEST_DATE, 0) : found.start()]
        year, leads = int(found[0]), _leading(before)
        if leads in UP_TO_A_TIME or (begun and leads == "and"):
            yield range(begun or _FIRST_YEAR, year + 1)
            begun = None
        elif leads in FROM_A_TIME:
            begun = year
    if begun:
        yield range(begun, _LAST_YEAR + 1)


def _leading(before: str) -> str:
    """Return the word before a date that ends with a year, and begins before that."""
    words = reversed(_WORD.findall(before.lower()))
    return next(dropwhile(_is_of_a_date, words), "")


def _is_of_a_date(word: str) -> bool:
    return word.isdecimal() or word in MONTHS


def _years_in(text: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(text))


def _years_asked(text: str) -> frozenset[str]:
    """Return the years at which something is asked to have been; none after "since" or "until".

    "2000 tickets" and "room 2024" are of no year: it stands behind a preposition or an article, and
    counts nothing.
    """
    if not _YEAR.search(text):
        return frozenset()
    tokens = ParsedText(text).tokens
    return frozenset(
        token.text
        for place, token in enumerate(tokens)
        if _YEAR.fullmatch(token.text)
        and _is_led(tokens[:place])
        and not _counts(tokens[place + 1 : place + 2])
    )


def _is_led(before: Sequence[Token]) -> bool:
    """Whether a preposition or an article stands before a year, and the day and month of it."""
    rest = dropwhile(lambda token: token.tag is Tag.NUMBER or token.lower in MONTHS, before[::-1])
    led = next(rest, None)
    return led is not None and (led.lower in _AT or led.tag in (Tag.DETERMINER, Tag.POSSESSIVE))


def _counts(after: Sequence[Token]) -> bool:
    return any(token.label is Label.PLURAL for token in after)
