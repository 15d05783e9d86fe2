"""The numbers, dates and times of day in a sentence, however they are written.

1,000, 1000 and "one thousand" are the same number. "12 May 1999", "May 12, 1999" and "1999-05-12"
are the same date, 14:30 and "2.30 p.m." the same time. What may be something else (12/05/1999, the
1990s, Apollo 11, chapter 5) is kept as it is written.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from text_to_num import text2num

from index.records import Span
from service.english.calendar import MONTH_OR_SHORT, YEAR, month_number
from service.english.function_words import OF_TIME, SCALES, TEENS, TENS, UNITS, WORDS
from service.english.tagging import tag_words
from service.english.tokens import Tag


class ValueKind(Enum):
    """Whether a value could be read as a number, a date, a time of day, or as none of these."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Value:
    """A number, date or time at `span` of a text. Two values mean the same if `kind` and `meaning`
    do.

    meaning: a number has an amount and a unit (a currency, % or nothing). A date has a year, a
    month and a day, each None if the text does not give it. A time has the minutes since midnight.
    Anything else has its text.
    exact: whether the text states the value without "about", "more than" or the like.
    """

    kind: ValueKind
    meaning: tuple[Decimal | int | str | None, ...]
    span: Span
    exact: bool = True


_MONTH = rf"(?P<month>{MONTH_OR_SHORT}\b\.?)"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = f"(?P<year>{YEAR})"
_SCALES = dict(zip((*SCALES, "trillion"), (2, 3, 6, 9, 12), strict=True))  # powers of ten
_SHORT_SCALES = {"k": 3, "m": 6, "mn": 6, "bn": 9}
_SCALE = "|".join(_SCALES)
_CURRENCIES = {"dollar": "$", "euro": "€", "pound": "£", "yen": "¥", "rupee": "₹"}
_UNIT = rf"(?P<unit>\s?%|[\s-]per\s?cent(?:age\ points?)?\b|\s(?:{'|'.join(_CURRENCIES)})s?\b)"
_ONES = f"(?:{'|'.join(('zero', *UNITS, *TEENS, *TENS))})"
_VAGUE = re.compile(
    rf"(?:\b(?:{'|'.join(WORDS['before_numbers']['vague'])})\s+(?:an?\s+)?|[~≈<>≤≥]\s*)\Z",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"(?<![\w’'-])([^\W\d_][\w’'-]*)\.?\s+\Z")
# A number after one of these words names a thing, just as a number after a name does.
_LABELS = frozenset(WORDS["before_numbers"]["labels"])
# Capitalised at the start of a sentence, these still do not make the number a name: "In 5 of them".
_LITTLE = (
    Tag.ADVERB,
    Tag.AUXILIARY,
    Tag.CONJUNCTION,
    Tag.DETERMINER,
    Tag.POSSESSIVE,
    Tag.PREPOSITION,
    Tag.PRONOUN,
)
_BEFORE_YEARS = OF_TIME | {"circa", "year"}
_REMEMBERED = 1000  # words
_LONGEST_BEFORE = 40  # characters looked at before a number


def value_in(text: str, value: str) -> Span | None:
    """Return where a text first has that value; None if it nowhere does.

    Within another value it has it nowhere: "13 million" is not 3 million. Where it is read with
    more words than the value has, as in "3 million dollars", it stands at the edges of words.
    """
    spans = (found.span for found in find_values(text))
    if read := next((span for span in spans if span.of(text) == value), None):
        return read
    alone = re.search(rf"(?<!\w)(?<!\w[.,–-]){re.escape(value)}(?!\w|[.,–-]\d)", text)
    return Span(*alone.span()) if alone else None


def find_values(text: str) -> list[Value]:
    """Return every number and date of a text, in order."""
    values: list[Value] = []
    for form, read in _FORMS if _DIGIT.search(text) else _FORMS_OF_WORDS:
        for match in form.finditer(text):
            start, end = match.span()
            if all(end <= value.span.start or value.span.end <= start for value in values):
                read_value = read(match)
                values += [read_value] if read_value else []
    return sorted(values, key=lambda value: value.span.start)


def _date(match: re.Match[str]) -> Value:
    parts = match.groupdict()
    month = parts["month"]
    number = int(month) if month.isdigit() else month_number(month)
    year, day = parts.get("year"), parts.get("day")
    meaning = (int(year) if year else None, number, int(day) if day else None)
    return Value(ValueKind.DATE, meaning, Span(*match.span()))


def _time(match: re.Match[str]) -> Value:
    parts = match.groupdict()
    hour, half = int(parts["hour"]), (parts.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return Value(ValueKind.TIME, (60 * hour + int(parts["minute"] or 0),), Span(*match.span()))


def _other(match: re.Match[str]) -> Value:
    return Value(ValueKind.OTHER, (match[0].casefold(),), Span(*match.span()))


def _in_digits(match: re.Match[str]) -> Value:
    parts = match.groupdict()
    before, after = match.string[: match.start()], match.string[match.end() :]
    before = before[-_LONGEST_BEFORE:]
    if _names_a_thing(before):
        return _other(match)
    plain = match[0] == parts["digits"]
    if plain and re.fullmatch(_YEAR, match[0]) and _is_year(before, after):
        return Value(ValueKind.DATE, (int(match[0]), None, None), Span(*match.span()))
    amount = Decimal(parts["digits"].replace(",", "")) * (-1 if parts["minus"] else 1)
    for scale in re.findall(r"\w+", (parts["scales"] or "").lower()):
        amount *= 10 ** _SCALES[scale]
    unit = _unit(parts["unit"]) or (parts["sign"] or "").strip().lower().removeprefix("us")
    if short := (parts["short"] or "").strip().lower():
        # "3m" is 3 million only beside a currency; elsewhere it may be three metres.
        amount, unit = (amount * 10 ** _SHORT_SCALES[short], unit) if unit else (amount, short)
    return _number(match, amount, unit, before)


def _in_words(match: re.Match[str]) -> Value | None:
    words = re.sub(r"^an?\b", "one", match["words"].lower())
    if words == "one":  # as in "one of them"
        return None
    try:
        amount = Decimal(text2num(re.sub(r"\s+", " ", words), "en"))
    except ValueError:  # "two three", "twenty twelve"
        return None
    before = match.string[max(0, match.start() - _LONGEST_BEFORE) : match.start()]
    return _number(match, amount, _unit(match["unit"]), before)


def _number(match: re.Match[str], amount: Decimal, unit: str, before: str) -> Value:
    exact = _VAGUE.search(before) is None
    return Value(ValueKind.NUMBER, (amount, unit), Span(*match.span()), exact)


def _unit(written: str | None) -> str:
    word = (written or "").strip(" -").lower()
    return "%" if word.startswith(("%", "per")) else _CURRENCIES.get(word.rstrip("s"), "")


def _names_a_thing(before: str) -> bool:
    """Whether a number after the text `before` belongs to a name, as in chapter 5 or Apollo 11."""
    if not (match := _WORD_BEFORE.search(before)):
        return False
    word = match[1]
    return word.lower() in _LABELS or (word[0].isupper() and not _is_little(word.lower()))


@lru_cache(maxsize=_REMEMBERED)
def _is_little(word: str) -> bool:
    """Whether a word in lower case is no noun, verb or adjective before a number."""
    return tag_words(f"{word} 5")[0].tag in _LITTLE


def _is_year(before: str, after: str) -> bool:
    """Whether four digits between `before` and `after` are a year and do not count what follows."""
    match = _WORD_BEFORE.search(before)
    return bool(match and match[1].lower() in _BEFORE_YEARS) or not re.match(r"[\s-]?[a-z]", after)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# The forms are tried in this order: each leaves alone what an earlier one has read.
_Form = tuple[re.Pattern[str], Callable[[re.Match[str]], Value | None]]
_FORMS_OF_WORDS: list[_Form] = [
    (
        _compile(rf"\b(?:\w+ and a half|(?:half|quarter) (?:of )?an?) (?:{_SCALE})\b"),
        _other,
    ),
    (
        _compile(
            rf"\b(?P<words>(?:an?\s(?:{_SCALE})|{_ONES})(?:[\s-](?:and\s)?(?:{_ONES}|{_SCALE}))*)\b"
            rf"{_UNIT}?"
        ),
        _in_words,
    ),
]
_FORMS: list[_Form] = [
    (_compile(rf"\b{_YEAR}-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])\b"), _date),
    (_compile(rf"\b{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR}\b)?"), _date),
    (_compile(rf"\b{_MONTH} {_DAY}\b(?!,\d|\.\d)(?:,? {_YEAR}\b)?"), _date),
    (_compile(rf"\b{_MONTH},? {_YEAR}\b"), _date),
    (
        _compile(r"\b(?P<hour>0?\d|1[0-2])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b"),
        _time,
    ),
    (_compile(r"(?<![\w:])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?![\w:])"), _time),
    # 1914–18, 1:30:15, 12/05/1999, 1.2.3; COVID-19, B52; 1990s, 21st
    (_compile(r"\b\d+(?:[:/–-]\d+)+\b|\b\d+\.\d+\.[\d.]*\d"), _other),
    (_compile(r"\b[^\W\d_]+[.-]?\d\w*|\b\d+(?:st|nd|rd|th|s)\b"), _other),
    (
        _compile(
            r"(?<![\w.,])(?P<minus>[-−])?(?P<sign>(?:us|[achn]z?)?[$£€¥₹]\s?)?"
            r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?)(?!\d|[.,]\d)"
            rf"(?P<scales>(?:[\s-](?:{_SCALE})\b){{0,2}})(?P<short>\s?(?:k|mn?|bn)\b)?{_UNIT}?"
        ),
        _in_digits,
    ),
    *_FORMS_OF_WORDS,
]
_DIGIT = re.compile(r"\d")
