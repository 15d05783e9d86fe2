"""Cuts a sentence into words and values, and leaves out what its claim does not depend on."""

from collections.abc import Sequence
from itertools import chain, groupby
from typing import NamedTuple

from service.answering.agreement.values import Value, ValueKind
from service.english.tagging import tag_words
from service.english.tokens import Tag, Token
from service.english.verbs import is_reporting

_RELATIVE = frozenset("which who whose where".split())
_PAUSES = frozenset(",;()–—")


class Unit(NamedTuple):
    """A word of a sentence, or all words of one value. value: None for a word."""

    token: Token
    value: Value | None = None

    @property
    def is_verb(self) -> bool:
        return self.token.tag in (Tag.VERB, Tag.AUXILIARY)


def claimed_units(text: str, values: Sequence[Value]) -> tuple[list[Unit], list[Unit]]:
    """Return the circumstance that opens a sentence, and the rest: "In 1931" "the theatre had".

    values: all values of the text, in order. Marks are left out, and so is who said it.
    """
    return _opening(_said(_segments(_units(text, values))))


def _units(text: str, values: Sequence[Value]) -> list[Unit]:
    units: list[Unit] = []
    tokens = tag_words(text)
    if tokens and (rest := text[tokens[-1].end :].strip()):  # more words than are tagged
        tokens = (*tokens, Token(rest, tokens[-1].end, Tag.NOUN, rest))
    for token in tokens:
        inside = (v for v in values if v.span.start < token.end and token.start < v.span.end)
        value = next(inside, None)
        if value is None:
            units.append(Unit(token))
        elif not units or units[-1].value is not value:
            units.append(Unit(token._replace(tag=Tag.NUMBER), value))
    return units


def _segments(units: Sequence[Unit]) -> list[list[Unit]]:
    """Return the units between two pauses, without marks."""
    parted = groupby(units, key=lambda unit: unit.token.text in _PAUSES)
    segments = [
        [unit for unit in group if unit.token.tag is not Tag.MARK]
        for pause, group in parted
        if not pause
    ]
    return [segment for segment in segments if segment]


def _said(segments: Sequence[list[Unit]]) -> list[list[Unit]]:
    """Leave out who said it, and what a clause adds that could be left out as well.

    ", the council said", "according to the council,", ", which monks built,"
    """
    said: list[list[Unit]] = []
    for segment in segments:
        first = [unit.token.lower for unit in segment[:2]]
        adds = bool(said) and first[0] in _RELATIVE
        # Of "On 3 May, the council said that it had paid", the rest would be no sentence.
        reports = any(unit.is_verb for unit in chain(*said)) and any(map(_reports, segment))
        if not (adds or reports or first == ["according", "to"]):
            said.append(segment)
    return said


def _reports(unit: Unit) -> bool:
    return unit.token.tag is Tag.VERB and is_reporting(unit.token.lower)


def _opening(segments: Sequence[list[Unit]]) -> tuple[list[Unit], list[Unit]]:
    """Part the phrase of a preposition that opens a sentence from the rest."""
    rest = [unit for segment in segments for unit in segment]
    if not rest or rest[0].token.tag is not Tag.PREPOSITION:
        return [], rest
    first = segments[0]
    if len(segments) > 1 and not any(unit.is_verb for unit in first):
        return first, rest[len(first) :]
    end = 1
    while end < len(rest) and not _ends_opening(rest, end):
        end += 1
    return rest[:end], rest[end:]


def _ends_opening(units: Sequence[Unit], place: int) -> bool:
    """Whether the phrase of the first preposition ends before `place`."""
    before, unit = units[place - 1], units[place]
    if before.value and before.value.kind is ValueKind.DATE:
        return True
    opens = unit.token.tag in (Tag.DETERMINER, Tag.POSSESSIVE, Tag.NUMBER)
    return (opens and before.token.tag in (Tag.NOUN, Tag.NAME)) or unit.token.tag in (
        *(Tag.VERB, Tag.AUXILIARY, Tag.PRONOUN, Tag.CONJUNCTION),
    )


def split_at_prepositions(units: Sequence[Unit]) -> list[list[Unit]]:
    """Part what follows the verb into circumstances. An "of" belongs to the word before it."""
    parted: list[list[Unit]] = [[]]
    for unit in units:
        if unit.token.tag is Tag.PREPOSITION and unit.token.lower not in ("of", "per"):
            parted.append([])
        parted[-1].append(unit)
    return parted
