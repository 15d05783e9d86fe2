"""Gives each word of a sentence its part of speech.

Lists of function words and verbs tell it, capitals, and the neighbouring words. That is right often
enough to find what a question speaks of, and takes no model.
"""

import re
from collections.abc import Sequence
from itertools import islice

from service.english import function_words, nouns
from service.english.tokens import (
    FUNCTION_WORDS,
    Tag,
    Token,
    is_genitive,
    without_genitive,
)
from service.english.verb_or_noun import awaits_bare_verb, is_verb
from service.english.verbs import base_of, is_clearly_past

_MOST = 120  # words and marks; nobody refers back to words of a longer sentence
_TOKEN = re.compile(
    r"\d[\d.,]*\d(?![-'’]?[^\W_])|[^\W_]+(?:(?:[-'’]|\.(?=\d)|(?<=\b[A-Z])\.(?=[A-Z]))[^\W_]+)*(?:(?<=s)['’](?!\w))?|[^\w\s]"
)
_DIGITS = re.compile(r"\d[\d.,]*")
_NOT_ADVERBS = frozenset("family supply reply italy july assembly ally bully belly early".split())
_MAY_BEGIN_NAME = function_words.ADVERBS | function_words.NUMBERS
_OF_SEVERAL_USES = function_words.DEMONSTRATIVES | {"her", "his", "one", "to"}
_OF_ONE_USE = {word: tag for word, tag in FUNCTION_WORDS.items() if word not in _OF_SEVERAL_USES}
_PARTICLES = frozenset("de la du des van von der den ter di da dos del della el al bin ibn".split())
_SINGULAR_AUXILIARIES = frozenset("is was has does".split())
# The endings of words that, capitalised as the first of a sentence, are no names.
_PLAIN_ENDINGS = tuple(
    "ed ing ment ness ity ly rent ive ous ful less able ible ical ional ance ence ism".split()
)


def tag_words(text: str) -> tuple[Token, ...]:
    """Return the words and punctuation marks of a sentence in order, the first 120 at most."""
    matches = list(islice(_TOKEN.finditer(text), _MOST))
    words = [match[0] for match in matches]
    tags: list[Tag] = []
    tokens = []
    for place, match in enumerate(matches):
        lower = without_genitive(match[0]).lower()
        # Nearly half of all words are in this list, and need no further look.
        tags.append(_OF_ONE_USE.get(match[0]) or _tag(lower, words, place, tags))
        tokens.append(Token(match[0], match.start(), tags[-1], lower))
    return tuple(tokens)


def _tag(lower: str, words: Sequence[str], place: int, before: Sequence[Tag]) -> Tag:
    """Return the tag of `words[place]`.

    lower: the word in lower case, without the ending of a genitive.
    before: the tags of the words before it.
    """
    word = words[place]
    if not word[0].isalnum():
        return Tag.MARK
    if word[0].isdigit() and _DIGITS.fullmatch(word):
        return Tag.NUMBER
    if _is_in_capitals(words, place) or (
        before and (_is_name_in_spite(lower, words, place) or _joins_names(words, place, before))
    ):
        return Tag.NAME
    if function_word := _tag_of_function_word(lower, words, place, before):
        return function_word
    following = words[place + 1].lower() if place + 1 < len(words) else ""
    if word[0].isupper() and (before or not _is_plain_first_word(word, following)):
        return Tag.NAME
    return _tag_of_content_word(lower, words, place, before)


def _tag_of_content_word(word: str, words: Sequence[str], place: int, before: Sequence[Tag]) -> Tag:
    """Return the tag of a word that is neither a function word nor a name."""
    if place == 0 and base_of(word) == word and _gives_order(words):
        return Tag.VERB
    if base_of(word) or word.endswith(("ed", "ing")):
        return Tag.VERB if is_verb(words, place, before) else Tag.NOUN
    if place > 1 and words[place - 1].lower() in ("which", "who") and word.endswith("s"):
        return Tag.VERB  # an unknown one: "NATO, which overflies the mission"
    is_adverb = word.endswith("ly") and word not in _NOT_ADVERBS
    return Tag.ADVERB if is_adverb else Tag.NOUN


def _gives_order(words: Sequence[str]) -> bool:
    """Whether the sentence begins with an order: "Tell me", "Describe the bridge"."""
    following = words[1].lower() if len(words) > 1 else ""
    return following in ("me", "us", "about") or following in function_words.DETERMINERS


def _is_in_capitals(words: Sequence[str], place: int) -> bool:
    """Whether capitals make a name of any word: "the WHO", "IT departments"."""
    word = words[place]
    if len(word) == 1 or not word.isupper():
        return False
    # Where everything is in capitals, they tell nothing.
    return not all(other.isupper() for other in words if other[0].isalpha())


def _is_name_in_spite(lower: str, words: Sequence[str], place: int) -> bool:
    """Whether a function word is a name here: "in May", "the First World War"."""
    word = words[place]
    if word.islower():
        return False
    if not word[0].isupper() or not word[1:].islower():
        return False
    following = words[place + 1] if place + 1 < len(words) else ""
    return lower == "may" or (lower in _MAY_BEGIN_NAME and following[:1].isupper())


def _joins_names(words: Sequence[str], place: int, before: Sequence[Tag]) -> bool:
    """Whether the word goes on with a name: "Ile de la Cité", "Fuerte del Mar"."""
    if words[place] not in _PARTICLES or before[-1] is not Tag.NAME:
        return False
    rest = [word for word in words[place + 1 : place + 3] if word not in _PARTICLES]
    return bool(rest) and rest[0][0].isupper()


def _tag_of_function_word(
    word: str, words: Sequence[str], place: int, before: Sequence[Tag]
) -> Tag | None:
    """Return the tag of a function word; None for any other word.

    Where a function word has several uses, its neighbours tell which it is.
    """
    if word not in _OF_SEVERAL_USES:
        return Tag.AUXILIARY if word in function_words.NEGATED else FUNCTION_WORDS.get(word)
    if word == "to":
        return _tag_of_to(words, place)
    following = words[place + 1].lower() if place + 1 < len(words) else ""
    opens = bool(following) and _may_stand_in_phrase(following)
    if word in ("her", "his"):
        alone = not opens or following in function_words.DETERMINERS
        return Tag.PRONOUN if alone else Tag.POSSESSIVE
    if word in function_words.DEMONSTRATIVES:
        verb = base_of(following) is not None and (
            awaits_bare_verb(words, before) or is_clearly_past(following)
        )
        new_phrase = following in function_words.DETERMINERS  # "is it true that the moon"
        return Tag.DETERMINER if opens and not verb and not new_phrase else Tag.PRONOUN
    return Tag.NUMBER if opens else Tag.PRONOUN  # "one"


def _tag_of_to(words: Sequence[str], place: int) -> Tag:
    """Return the tag of a "to", which stands before a verb or is a preposition."""
    after = [word.lower() for word in words[place + 1 : place + 3]]
    if len(after) > 1 and after[0] in function_words.ADVERBS:  # "to first determine"
        after = after[1:]
    return Tag.TO if after and base_of(after[0]) == after[0] else Tag.PREPOSITION


def _may_stand_in_phrase(word: str) -> bool:
    """Whether a word may stand in a noun phrase, after a determiner."""
    if not word[0].isalnum():
        return False
    content = FUNCTION_WORDS.get(word) in (None, Tag.NUMBER, Tag.DETERMINER)
    return content or word in ("first", "other", "same")


def _is_plain_first_word(word: str, following: str) -> bool:
    """Whether a sentence's first word is no name, and capitalised only because it is the first."""
    if (word.isupper() and len(word) > 1) or is_genitive(word):
        return False
    lowered = word.lower()
    if (
        nouns.is_plural(lowered)
        and following in _SINGULAR_AUXILIARIES
        and not nouns.is_known(lowered)
    ):
        return False  # "Davies is credited with it"
    return (
        nouns.is_plural(lowered)
        or nouns.is_known(lowered)
        or lowered.endswith(_PLAIN_ENDINGS)
        or base_of(lowered) is not None
    )
