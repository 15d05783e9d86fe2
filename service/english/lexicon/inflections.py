"""The forms of verbs and nouns: regular ones by rule, the others from a table.

The table irregular.txt was made from the SPECIALIST Lexicon (United States National Library of
Medicine), as LemmInflect 0.2.3 has it, and from UD English EWT, by
`python -m tests.fitting.lexicon`. The rules are those of Quirk et al., A Comprehensive Grammar of
the English Language, 1985, 3.5 to 3.10 and 5.80.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from service.english.lexicon.lexicon import VERB, is_common_noun, letters_of

FILE = Path(__file__).with_name("irregular.txt")
_SIBILANT = ("s", "x", "z", "ch", "sh")
_Y_AFTER_CONSONANT = re.compile(r"[^aeiou]y$")
# One syllable with one vowel before one consonant: "ban", "banned".
_DOUBLES = re.compile(r"(?:^|qu|[^aeiou])[^aeiou]*(?<![aeiou])[aeiouy][bdgklmnprtvz]$")
_VOWEL = re.compile(r"[aeiouy]+")


class VerbForms(NamedTuple):
    """The forms of a verb, in each place all that are in use, the usual one first."""

    past: tuple[str, ...]
    participle: tuple[str, ...]
    gerund: tuple[str, ...]
    third_person: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Irregular:
    """verbs: the forms by base. bases: the bases by form. plurals and singulars, likewise."""

    verbs: dict[str, VerbForms]
    bases: dict[str, str]
    plurals: dict[str, tuple[str, ...]]
    singulars: dict[str, str]


@cache
def _irregular() -> _Irregular:
    table = _Irregular({}, {}, {}, {})
    for line in FILE.read_text("utf-8").splitlines():
        part, base, *columns = line.split()
        forms = tuple(tuple(column.split("/")) for column in columns)
        if part == VERB:
            table.verbs[base] = VerbForms(*forms)
            for form in (form for column in forms for form in column if form != base):
                table.bases.setdefault(form, base)
        else:
            table.plurals[base] = forms[0]
            for form in forms[0]:
                table.singulars.setdefault(form, base)
    return table


def forms_of_verb(base: str) -> VerbForms:
    """Return the forms of a verb. base: in lower case; that of an unknown verb is regular."""
    return _irregular().verbs.get(base) or regular_forms(base)


def base_of_verb(form: str) -> str | None:
    """Return the base of a verb's form in lower case; None if it is that of no known verb.

    "found" is the past of "find" rather than another verb.
    """
    if base := _irregular().bases.get(form):
        return base
    if VERB in letters_of(form) or form in _irregular().verbs:
        return form
    return next((base for base in _bases(form) if form in _all(base)), None)


def plurals_of(noun: str) -> tuple[str, ...]:
    """Return the plurals of a noun in lower case, the usual one first."""
    return _irregular().plurals.get(noun) or (regular_plural(noun),)


def singular_of(noun: str) -> str | None:
    """Return the singular of a plural in lower case; None for what is no plural of a known noun.

    A word that has no singular, "police", is its own.
    """
    if singular := _irregular().singulars.get(noun):
        return singular
    if not noun.endswith("s") or is_common_noun(noun):
        return None
    known = (one for one in _stems(noun) if is_common_noun(one) and noun in plurals_of(one))
    return next(known, None)


def regular_forms(base: str) -> VerbForms:
    """Return the forms of a verb that follows the rules."""
    past, gerund = (base + base[-1] * _doubles(base) + ending for ending in ("ed", "ing"))
    if base.endswith("e"):
        past = f"{base}d"
        keeps = base.endswith(("ee", "ye", "oe")) or len(base) < 3
        gerund = f"{base}ing" if keeps else f"{base[:-1]}ing"
        if base.endswith("ie"):
            gerund = f"{base[:-2]}ying"
    elif _Y_AFTER_CONSONANT.search(base):
        past = f"{base[:-1]}ied"
    return VerbForms((past,), (past,), (gerund,), (_with_s(base),))


def regular_plural(noun: str) -> str:
    """Return the plural of a noun that follows the rules."""
    return _with_s(noun) if not noun.endswith("o") else f"{noun}s"


def _with_s(word: str) -> str:
    if _Y_AFTER_CONSONANT.search(word):
        return f"{word[:-1]}ies"
    return word + ("es" if word.endswith((*_SIBILANT, "o")) else "s")


def _doubles(base: str) -> bool:
    return len(_VOWEL.findall(base)) == 1 and _DOUBLES.search(base) is not None


def _all(base: str) -> set[str]:
    return {form for forms in forms_of_verb(base) for form in forms}


def _bases(form: str) -> Iterator[str]:
    """Yield the known verbs that the form may belong to."""
    for ending in ("s", "ed", "ing"):
        if form.endswith(ending):
            yield from (base for base in _stems(form, ending) if VERB in letters_of(base))


def _stems(form: str, ending: str = "s") -> Iterator[str]:
    """Yield what a form may be without its ending: "try" for "tries", "ban" for "banned"."""
    stem = form[: -len(ending)]
    if len(stem) < 2:
        return
    yield stem
    if ending == "s":
        if stem.endswith("ie"):
            yield f"{stem[:-2]}y"
        if stem.endswith("e"):
            yield stem[:-1]
        return
    yield f"{stem}e"
    if stem.endswith("i"):
        yield f"{stem[:-1]}y"
    if stem.endswith("y"):
        yield f"{stem[:-1]}ie"
    if stem[-1] == stem[-2]:
        yield stem[:-1]
