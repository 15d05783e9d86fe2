"""The forms of English verbs."""

from service.english.function_words import WORDS
from service.english.lexicon.inflections import base_of_verb, forms_of_verb
from service.english.lexicon.lexicon import REPORTING, letters_of

_OF_WEATHER = frozenset(WORDS["dummy_it"]["of_weather"])
_SHORTEST_REGULAR = 5  # letters of a participle, "added"; "red" and "need" are none


def third_person_of(base: str) -> str:
    """Return the form that follows "she": "carries" for "carry"."""
    return forms_of_verb(base).third_person[0]


def gerund_of(base: str) -> str:
    """Return the gerund: "carrying" for "carry"."""
    return forms_of_verb(base).gerund[0]


def base_of(word: str) -> str | None:
    """Return the base of a verb's form, "flee" for "fled"; None for a word of no known verb."""
    return base_of_verb(word.lower())


def is_past(word: str) -> bool:
    """Whether the word may be the past of a verb. "cut" may be, and is the base as well."""
    form = word.lower()
    base = base_of_verb(form)
    return form.endswith("ed") if base is None else form in forms_of_verb(base).past


def is_clearly_past(word: str) -> bool:
    """Whether the word can be nothing but the past of a verb: "fled", but not "cut"."""
    return is_past(word) and base_of(word) != word.lower()


def is_participle(word: str) -> bool:
    """Whether the word may be the past participle of a verb."""
    form = word.lower()
    base = base_of_verb(form)
    known = base is not None and form in forms_of_verb(base).participle
    return known or (len(form) >= _SHORTEST_REGULAR and form.endswith("ed"))


def is_reporting(word: str) -> bool:
    """Whether the word is a form of a verb of saying, finite or not: "said", "reports"."""
    return REPORTING in letters_of(base_of(word) or "")


def is_of_weather(word: str) -> bool:
    """Whether the word is a form of a verb whose "it" stands for nothing: "rains"."""
    return base_of(word) in _OF_WEATHER


def past_of(base: str) -> str:
    """Return the past of a base; of an unknown verb, the regular one."""
    return forms_of_verb(base.lower()).past[0]


def form_of_do(verb: str) -> str:
    """Return the form of "do" that asks in the tense of a verb: "did" for "fled"."""
    if is_past(verb):
        return "did"
    return "do" if base_of(verb) == verb.lower() else "does"
