"""What nouns and names stand for, and their plurals, as the lexicon tells them."""

from collections.abc import Sequence
from typing import Literal

from service.english.calendar import MONTHS_AND_DAYS
from service.english.function_words import SCALES, WORDS
from service.english.lexicon import lexicon
from service.english.lexicon.inflections import plurals_of, regular_plural, singular_of

# What a noun or a name may stand for.
Sort = Literal["person", "organisation", "place", "event", "thing", "time", "measure"]
Sorts = frozenset[Sort]

EDITIONS = frozenset(WORDS["texts"]["editions"])
"""Words that tell which edition of a text it is, or that a thing is no longer the one it was."""
OF_NO_ONE_THING = tuple(WORDS["nouns"]["mass_suffixes"])
"""The suffixes of nouns that have no plural, and need no article: "switching", "colonialism"."""
_KINDS_OF_TEXT = frozenset(WORDS["texts"]["kinds"])
_SORT_OF_LETTER: dict[str, Sort] = {
    lexicon.PERSON: "person",
    lexicon.ORGANISATION: "organisation",
    lexicon.PLACE: "place",
    lexicon.EVENT: "event",
    lexicon.THING: "thing",
    lexicon.TIME: "time",
    lexicon.QUANTITY: "measure",
}
# These are not spoken of as things.
_NO_THING: Sorts = frozenset({"person", "time", "measure"})
PERSON: Sorts = frozenset({"person"})
_TELLING: Sorts = frozenset({"organisation", "place", "event"})
_ANY_NAME: Sorts = frozenset({"person", "organisation", "place", "thing"})


def is_plural(noun: str) -> bool:
    """Whether a noun is plural by its form; "sheep" is not."""
    word = noun.lower()
    known = singular_of(word)
    if known is not None:
        return known != word or not word.endswith("s")
    if lexicon.is_common_noun(word):
        return False
    return word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is"))


def singular(noun: str) -> str:
    """Return the singular of a noun, in lower case."""
    word = noun.lower()
    if known := singular_of(word):
        return known
    if not is_plural(word):
        return word
    unknown = (word[: -len(end)] + start for end, start in (("ies", "y"), ("es", ""), ("s", "")))
    return next(
        one for one in (*unknown, word[:-1]) if regular_plural(one) == word or one == word[:-1]
    )


def plural(noun: str) -> str:
    """Return the plural of a noun that is in the singular."""
    return plurals_of(noun)[0]


def is_writing(word: str) -> bool:
    """Whether a word in lower case is what a text, or a part of one, is called: "chapter"."""
    forms = (word, singular(word), word.removesuffix("s"))  # "terms" has a meaning of its own
    return word in _KINDS_OF_TEXT or any(
        lexicon.WRITING in lexicon.letters_of(form) for form in forms
    )


def is_person(noun: str) -> bool:
    """Whether a common noun stands for a person, or a title: "engineer", "President"."""
    return "person" in _looked_up(singular(noun))


def is_known(noun: str) -> bool:
    """Whether the lexicon has a common noun, in the singular."""
    return bool(_looked_up(noun))


def is_of_a_nation(word: str) -> bool:
    """Whether a capitalised word tells a nation, language or faith, and is no name by itself."""
    return any(
        lexicon.NATION in lexicon.letters_of(one.capitalize()) for one in (word, singular(word))
    )


def sorts_of_noun(noun: str) -> Sorts:
    """Return what a common noun may stand for."""
    word = singular(noun)
    if word[:1].isdigit():  # "the 1950s"
        return frozenset({"time"})
    if word in SCALES:
        return frozenset({"measure"})
    if word in MONTHS_AND_DAYS:
        return frozenset({"time"})
    sorts = _looked_up(word) or _looked_up(word.rpartition("-")[2]) or frozenset({"thing"})
    return sorts if sorts & _NO_THING else sorts | {"thing"}


def sorts_of_name(words: Sequence[str]) -> Sorts:
    """Return what a name may stand for. words: its words, with their capitals.

    Its last word tells, if it is a common noun for more than a thing: "Halden Bridge"; many a
    person is called Stone. So does the first of a name like "Lake Ohrid" or "President Kern".
    """
    if any(singular(word) in MONTHS_AND_DAYS for word in words):
        return frozenset({"time"})
    if len(words) == 1:
        return _by_look(words)
    last, first = _looked_up(singular(words[-1])), _looked_up(singular(words[0]))
    if last & _TELLING and "person" not in last:
        return last - _NO_THING
    if "place" in first:
        return first - _NO_THING
    return PERSON if "person" in first else _by_look(words)


def _by_look(words: Sequence[str]) -> Sorts:
    """Return what a name may stand for by its look, where the lexicon does not tell."""
    if words[0] == "The":
        return frozenset({"thing"})
    if all(word.isupper() and len(word) > 1 for word in words):
        return frozenset({"organisation", "thing"})
    if len(words) == 1:
        return _ANY_NAME
    if any(character.isdigit() for word in words for character in word):
        return frozenset({"thing"})
    return _ANY_NAME - {"thing"}


def _looked_up(word: str) -> Sorts:
    """Return the sorts that the lexicon has for a common noun in the singular."""
    letters = lexicon.letters_of(word) or lexicon.letters_of(word.upper())  # "ceo"
    if lexicon.NAME in letters:
        return frozenset()
    return frozenset(_SORT_OF_LETTER[letter] for letter in letters if letter in _SORT_OF_LETTER)
