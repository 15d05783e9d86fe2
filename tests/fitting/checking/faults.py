"""Faults planted in claims that were true."""

import random
import re
from collections.abc import Callable, Iterator, Sequence

from service.answering.agreement.values import ValueKind, find_values
from service.english.function_words import NEGATIVE
from service.english.lexicon.antonyms import antonyms_of
from service.english.tagging import tag_words
from service.english.tokens import Tag, Token
from tests.fitting.checking.honest import Claim, statement_of
from tests.fitting.checking.sources import Passage

_MONTHS = "January February March April May June July August September October November December"
_OTHER_UNITS = {"%": " dollars", "percent": "dollars", "dollars": "euros", "years": "months"}
_OTHER_UNITS |= {"miles": "kilometres", "km": "miles", "people": "houses", "days": "weeks"}
_OTHER_UNITS |= {"months": "years", "hours": "minutes", "million": "billion", "feet": "metres"}


def faulty_claims(
    claim: Claim, passage: Passage, others: Sequence[Passage], rng: random.Random
) -> Iterator[Claim]:
    """Yield the claim with one fault each, of every kind that it has room for."""
    makers: dict[str, Callable[[], str]] = {
        "number": lambda: _value_changed(claim.text, ValueKind.NUMBER, rng),
        "date": lambda: _value_changed(claim.text, ValueKind.DATE, rng),
        "unit": lambda: _unit_changed(claim.text),
        "name of the passage": lambda: _name_changed(claim.text, passage.text, rng),
        "name from elsewhere": lambda: _name_changed(claim.text, rng.choice(others).text, rng),
        "names swapped": lambda: _names_swapped(claim.text, rng),
        "not added": lambda: _denied(claim.text),
        "not dropped": lambda: _affirmed(claim.text),
        "comparison": lambda: _turned(claim.text, rng),
    }
    for kind, make in makers.items():
        if (text := make()) and text != claim.text:
            yield Claim(kind, text, claim.place)


def elsewhere(kind: str, others: Sequence[Passage], rng: random.Random) -> Iterator[Claim]:
    """Yield a sentence of another passage, or what people say with it."""
    if not others:
        return
    other = rng.choice(others)
    stated = [text for asked in other.asked if (text := statement_of(*asked))]
    yield Claim(kind, rng.choice(stated or other.sentences), -1)


def _value_changed(text: str, kind: ValueKind, rng: random.Random) -> str:
    values = [v for v in find_values(text) if v.kind is kind]
    if not values:
        return ""
    value = rng.choice(values)
    written = value.span.of(text)
    digits = re.search(r"\d[\d,]*", written)
    if kind is ValueKind.DATE and (month := _month_in(written)) and rng.random() < 0.4:
        other = rng.choice([name for name in _MONTHS.split() if name != month])
        changed = written.replace(month, other)
    elif digits:
        changed = written.replace(digits[0], _other_number(digits[0], rng), 1)
    else:
        words = "two three four five six seven eight nine ten twelve twenty".split()
        changed = rng.choice([word for word in words if word != written.lower()])
    return f"{text[: value.span.start]}{changed}{text[value.span.end :]}"


def _month_in(written: str) -> str:
    return next((name for name in _MONTHS.split() if name in written), "")


def _other_number(digits: str, rng: random.Random) -> str:
    number = int(digits.replace(",", ""))
    if 1000 <= number <= 2100 and "," not in digits:
        return str(number + rng.choice([-30, -10, -7, -2, -1, 1, 3, 10, 40]))
    other = rng.choice([number + 1, number * 2 + 1, number * 10, max(1, number // 2 - 1)])
    return f"{other:,}" if "," in digits else str(other if other != number else number + 3)


def _unit_changed(text: str) -> str:
    for match in re.finditer(r"(?<=\d)(%)|(?<=\d )(\w+)", text):
        if other := _OTHER_UNITS.get(match[0]):
            return text[: match.start()] + other + text[match.end() :]
    return ""


def names_in(text: str) -> list[list[Token]]:
    """The names in a text: runs of its words, not the first of a sentence."""
    runs: list[list[Token]] = []
    for token in tag_words(text):
        if token.tag is not Tag.NAME:
            runs.append([])
        elif token.start and text[token.start - 2 : token.start - 1] not in ".!?":
            runs = runs or [[]]
            runs[-1].append(token)
    return [run for run in runs if run]


def _name_changed(text: str, source: str, rng: random.Random) -> str:
    runs = names_in(text)
    known = text.lower()
    others = [
        source[run[0].start : run[-1].end]
        for run in names_in(source)
        if not any(token.lower in known for token in run)
    ]
    if not runs or not others:
        return ""
    run = rng.choice(runs)
    other = re.sub(r"['’]s$", "", rng.choice(others))
    return f"{text[: run[0].start]}{other}{text[run[-1].start + len(run[-1].bare) :]}"


def _names_swapped(text: str, rng: random.Random) -> str:
    runs = names_in(text)
    if len(runs) < 2:
        return ""
    one, other = sorted(rng.sample(runs, 2), key=lambda run: run[0].start)
    spans = [(run[0].start, run[-1].start + len(run[-1].bare)) for run in (one, other)]
    (a, b), (c, d) = spans
    return f"{text[:a]}{text[c:d]}{text[b:c]}{text[a:b]}{text[d:]}"


def _denied(text: str) -> str:
    tokens = tag_words(text)
    if any(t.lower in NEGATIVE or t.lower.endswith(("n't", "n’t")) for t in tokens):
        return ""
    auxiliary = next((t for t in tokens if t.tag is Tag.AUXILIARY), None)
    return f"{text[: auxiliary.end]} not{text[auxiliary.end :]}" if auxiliary else ""


def _affirmed(text: str) -> str:
    for pattern in (r" not\b", r"n['’]t\b", r" never\b"):
        if len(re.findall(pattern, text)) == 1:
            return re.sub(pattern, "", text.replace("cannot", "can not"), count=1)
    return ""


def _turned(text: str, rng: random.Random) -> str:
    tokens = [t for t in tag_words(text) if t.tag not in (Tag.NAME, Tag.DETERMINER)]
    turnable = [(t, sorted(antonyms_of(t.text))) for t in tokens if antonyms_of(t.text)]
    if not turnable:
        return ""
    token, opposites = rng.choice(turnable)
    return f"{text[: token.start]}{rng.choice(opposites)}{text[token.end :]}"
