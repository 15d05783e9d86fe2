"""The words by which a question hangs on what was said before it, from words.toml."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from service.english.lexicon.given_names import Gender

_GENDERS: dict[str, Gender | None] = {"male": "male", "female": "female", "either": None}
_DATA = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Pronoun:
    """What a word that stands for something may stand for; None where that is open."""

    lemma: str
    possessive: frozenset[str]
    plural: bool | None
    person: bool | None
    gender: Gender | None = None


QUESTION_WORDS = frozenset(_DATA["question_words"])
QUESTION_DETERMINERS = frozenset(_DATA["question_determiners"])
CONTENT_CLAUSES = frozenset(_DATA["content_clauses"])
LEAD_INS = frozenset(_DATA["lead_ins"])
SAME = frozenset(_DATA["same"])
ONES = frozenset(_DATA["ones"])
TITLES: dict[str, Gender | None] = {
    title: gender for key, gender in _GENDERS.items() for title in _DATA["titles"][key]
}
"""Each title, in lower case, and whether men or women have it; None for both."""
COMPARED: dict[str, str] = _DATA["compared"]
PLACES: dict[str, int] = _DATA["places"]
PRONOUNS = {
    form: Pronoun(
        lemma,
        frozenset(row["possessive"]),
        row.get("plural"),
        row.get("person"),
        row.get("gender"),
    )
    for lemma, row in _DATA["pronouns"].items()
    for form in row["forms"]
}
"""Each form, in lower case, and the word that it is a form of."""
