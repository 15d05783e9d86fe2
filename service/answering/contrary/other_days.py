"""Evidence of another day of the week, or of another month, than the one that a question asks of.

"Is it open on Sundays?" is not answered by when it opens on Saturdays.
"""

import re
from collections.abc import Sequence

from service.answering.asking.question import Question
from service.answering.weighing.evidence import Evidence, Place
from service.english.calendar import MONTHS, SEVERAL_DAYS, WEEKDAYS
from service.english.function_words import EXCEPTIVE, FROM_A_TIME, UP_TO_A_TIME
from service.english.parsed_text import ParsedText
from service.english.tagger.labels import Label
from service.english.tokens import Tag

_WEEKDAY = re.compile(rf"\b(?P<name>{'|'.join(WEEKDAYS)})s?\b(?P<dash>\s*[-–—])?", re.IGNORECASE)
# "may" and "march" are verbs too.
_MONTH = re.compile(rf"\b(?P<name>{'|'.join(map(str.capitalize, MONTHS))})\b(?P<dash>\s*[-–—])?")
_IN = ("in", "during")
_WORD = re.compile(r"[^\W\d_]+")
# Where one of these stands, what is said of other days is open.
_LEAVES_OPEN = EXCEPTIVE | SEVERAL_DAYS | FROM_A_TIME | UP_TO_A_TIME


def of_other_days(question: Question, evidence: Sequence[Evidence]) -> frozenset[Place]:
    """Return where a sentence, or the nearest of what it stands under, names only other days of the
    week, or only other months, than the one that the question ends with.

    Not where it names several days by one word ("daily"), a period, or an exception.
    """
    asked = day_asked(question)
    if not asked:
        return frozenset()
    form = _MONTH if asked in MONTHS else _WEEKDAY
    return frozenset(one.place for one in evidence if _is_of_another(asked, form, one))


def day_asked(question: Question) -> str:
    """Return the day of the week, or the month, that a question ends with; "" for none."""
    return _weekday_asked(question) or _month_asked(question)


def _is_of_another(asked: str, form: re.Pattern[str], one: Evidence) -> bool:
    texts = (one.text, *(upper.text for upper in one.upper))
    text = next(filter(form.search, texts), "")
    named = [*form.finditer(text)]
    if not named or any(day["name"].lower() == asked or day["dash"] for day in named):
        return False
    return _LEAVES_OPEN.isdisjoint(word.lower() for word in _WORD.findall(text))


def _weekday_asked(question: Question) -> str:
    """Return the day of the week that a question ends with; "" where it names none or several, or
    asks of a case ("if", "after").
    """
    named = {found["name"].lower() for found in _WEEKDAY.finditer(question.text)}
    before, last = _last_words(question.text) if len(named) == 1 else ("", "")
    is_led = before in FROM_A_TIME | UP_TO_A_TIME
    return last.removesuffix("s") if not is_led and last.removesuffix("s") in named else ""


def _month_asked(question: Question) -> str:
    """Return the month in which something is asked to be, likewise; "" for a question that asks
    when: "When did the shop open that closed in May?"
    """
    if question.clause is not None and question.clause.word.lower() == "when":
        return ""
    before, last = _last_words(question.text)
    return last if last in MONTHS and before in _IN else ""


def _last_words(text: str) -> tuple[str, str]:
    """Return the last two words of a question, in lower case; "" twice where it asks of a case."""
    words = [token for token in ParsedText(text).tokens if token.tag is not Tag.MARK]
    if len(words) < 2 or any(token.label is Label.SUBORDINATOR for token in words):
        return "", ""
    return words[-2].lower, words[-1].lower
