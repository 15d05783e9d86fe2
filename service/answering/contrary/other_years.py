"""Evidence of another year than the one that a question asks about."""

import re
from collections.abc import Sequence
from itertools import dropwhile

from service.answering.asking.question import Question
from service.answering.contrary.before_pronouns import naming
from service.answering.weighing.evidence import Evidence, Place
from service.english.calendar import MONTHS, YEAR
from service.english.parsed_text import ParsedText
from service.english.tagger.labels import Label
from service.english.tokens import Tag, Token

_YEAR = re.compile(rf"(?<![\d.,-]){YEAR}(?![\d.,]\d)")
_AT = frozenset({"in", "on", "during", "for", "of", "from"})  # a date may follow; no limit


def of_other_years(question: Question, evidence: Sequence[Evidence]) -> frozenset[Place]:
    """Return where a sentence, or the nearest of what it stands under, names only other years, if
    nothing that was found names the year that was asked about.
    """
    asked = _years_asked(question.text)
    if not asked:
        return frozenset()
    texts = {text for one in evidence for text in (one.hit.stored.text, *one.above)}
    if any(asked & _years_in(text) for text in texts):
        return frozenset()
    return frozenset(one.place for one in evidence if any(map(_years_in, naming(one))))


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
