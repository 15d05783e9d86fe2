"""Tells of each word of a sentence what it is: by lists of small words and of verbs, by capitals,
and by its neighbours. No model: right often enough to find what a question speaks of.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from service.english import function_words, nouns
from service.english.tags import Tag, Token, bare, is_genitive
from service.english.verb_or_noun import awaits_bare_verb, is_verb, small_tag, tells_past
from service.english.verbs import base_of

MOST = 120  # words and marks: what is longer is no sentence that anybody refers back to
_TOKEN = re.compile(
    r"\d[\d.,]*\d(?![-'’]?[^\W_])|[^\W_]+(?:(?:[-'’]|\.(?=\d)|(?<=\b[A-Z])\.(?=[A-Z]))[^\W_]+)*(?:(?<=s)['’](?!\w))?|[^\w\s]"
)
_DIGITS = re.compile(r"\d[\d.,]*")
_NOT_ADVERBS = frozenset("family supply reply italy july assembly ally bully belly early".split())
_PARTICLES = frozenset("de la du des van von der den ter di da dos del della el al bin ibn".split())
_OF_ONE = frozenset("is was has does".split())
# A sentence's first word that ends so is no name.
_PLAIN_ENDINGS = tuple(
    "ed ing ment ness ity ly rent ive ous ful less able ible ical ional ance ence ism".split()
)


@lru_cache(maxsize=256)
def tagged(text: str) -> tuple[Token, ...]:
    """The words and marks of one sentence or question, in order; at most `MOST` of them."""
    matches = list(islice(_TOKEN.finditer(text), MOST))
    words = [match[0] for match in matches]
    tags: list[Tag] = []
    for place in range(len(words)):
        tags.append(_tag(words, place, tags))
    return tuple(
        Token(match[0], match.start(), tag) for match, tag in zip(matches, tags, strict=True)
    )


def _tag(words: Sequence[str], place: int, before: Sequence[Tag]) -> Tag:
    """before: the tags of the words before it."""
    word = words[place]
    if not word[0].isalnum():
        return Tag.MARK
    if _DIGITS.fullmatch(word):
        return Tag.NUMBER
    if before and (_is_name_in_spite(words, place) or _joins_names(words, place, before)):
        return Tag.NAME
    small = _small(words, place, before)
    following = words[place + 1].lower() if place + 1 < len(words) else ""
    if small is None and word[0].isupper() and (before or not _starts_plainly(word, following)):
        return Tag.NAME
    return small or _open_tag(words, place, before)


def _open_tag(words: Sequence[str], place: int, before: Sequence[Tag]) -> Tag:
    """The tag of a word that is neither small nor a name."""
    word = bare(words[place]).lower()
    if place == 0 and base_of(word) == word and _gives_order(words):
        return Tag.VERB
    if base_of(word) or word.endswith(("ed", "ing")):
        return Tag.VERB if is_verb(words, place, before) else Tag.NOUN
    if place > 1 and words[place - 1].lower() in ("which", "who") and word.endswith("s"):
        return Tag.VERB  # of one that is not known: "NATO, which overflies the mission"
    is_adverb = word.endswith("ly") and word not in _NOT_ADVERBS
    return Tag.ADVERB if is_adverb else Tag.NOUN


def _gives_order(words: Sequence[str]) -> bool:
    """Whether the first of them does: "Tell me", "Describe the bridge"."""
    following = words[1].lower() if len(words) > 1 else ""
    return following in ("me", "us", "about") or following in function_words.DETERMINERS


def _is_name_in_spite(words: Sequence[str], place: int) -> bool:
    """Whether a small word is a name here: "the WHO", "in May", "the First World War"."""
    word, following = words[place], words[place + 1] if place + 1 < len(words) else ""
    if len(word) > 1 and word.isupper():
        return not all(other.isupper() for other in words if other[0].isalpha())
    if not word[0].isupper() or not word[1:].islower():
        return False
    lowered = bare(word).lower()
    begins = lowered in function_words.ADVERBS | function_words.NUMBERS and following[:1].isupper()
    return lowered == "may" or begins


def _joins_names(words: Sequence[str], place: int, before: Sequence[Tag]) -> bool:
    """Whether it stands inside of a name: "Ile de la Cité", "Fuerte del Mar"."""
    if words[place] not in _PARTICLES or before[-1] is not Tag.NAME:
        return False
    rest = [word for word in words[place + 1 : place + 3] if word not in _PARTICLES]
    return bool(rest) and rest[0][0].isupper()


def _small(words: Sequence[str], place: int, before: Sequence[Tag]) -> Tag | None:
    """The tag of a small word; of one that has two, by its neighbours. None for all others."""
    word = bare(words[place]).lower()
    following = words[place + 1].lower() if place + 1 < len(words) else ""
    opens = bool(following) and _may_stand_in_phrase(following)
    if word in ("her", "his"):
        alone = not opens or following in function_words.DETERMINERS
        return Tag.PRONOUN if alone else Tag.POSSESSIVE
    if word in function_words.DEMONSTRATIVES:
        verb = base_of(following) is not None and (
            awaits_bare_verb(words, before) or tells_past(following)
        )
        new_phrase = following in function_words.DETERMINERS  # "is it true that the moon"
        return Tag.DETERMINER if opens and not verb and not new_phrase else Tag.PRONOUN
    if word == "one":
        return Tag.NUMBER if opens else Tag.PRONOUN
    if word == "to":
        return _to(words, place)
    return Tag.AUXILIARY if function_words.NEGATED.fullmatch(word) else small_tag(word)


def _to(words: Sequence[str], place: int) -> Tag:
    after = [word.lower() for word in words[place + 1 : place + 3]]
    if len(after) > 1 and after[0] in function_words.ADVERBS:  # "to first determine"
        after = after[1:]
    return Tag.TO if after and base_of(after[0]) == after[0] else Tag.PREPOSITION


def _may_stand_in_phrase(word: str) -> bool:
    """Whether a word may stand in a noun phrase, after a determiner."""
    small = small_tag(word) not in (None, Tag.NUMBER, Tag.DETERMINER)
    return word[0].isalnum() and (not small or word in ("first", "other", "same"))


def _starts_plainly(word: str, following: str) -> bool:
    """Whether the capital of a sentence's first word is only that of the sentence."""
    if (word.isupper() and len(word) > 1) or is_genitive(word):
        return False
    lowered = word.lower()
    if nouns.is_plural(lowered) and following in _OF_ONE and not nouns.is_known(lowered):
        return False  # "Davies is credited with it"
    return (
        nouns.is_plural(lowered)
        or nouns.is_known(lowered)
        or lowered.endswith(_PLAIN_ENDINGS)
        or base_of(lowered) is not None
    )
