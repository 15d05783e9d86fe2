"""Whether a sentence begins with a pronoun that stands for something named before it.

"It weighs 3 kilograms" does; "It is clear that ...", "IT departments ..." and "This year ..." do
not. See Huddleston & Pullum, The Cambridge Grammar of the English Language, 2002, chapters 4
(the dummy "it"), 14 (clefts) and 17 (deixis and anaphora).
"""

import re
from collections.abc import Sequence
from itertools import dropwhile, islice

from service.english import nouns
from service.english.function_words import (
    ADVERBIAL,
    BE,
    COORDINATING,
    DEMONSTRATIVES,
    NOMINAL,
    THIRD_PERSON,
    THIRD_PERSON_POSSESSIVES,
    WORDS,
)
from service.english.tagging import tag_words
from service.english.tokens import Tag, Token
from service.english.verbs import base_of, is_of_weather, is_participle

_POINTING = THIRD_PERSON | THIRD_PERSON_POSSESSIVES | DEMONSTRATIVES | {"such"}
_ANY_POINTING = re.compile(rf"\b(?:{'|'.join(sorted(_POINTING))})\b", re.IGNORECASE)
_ANY_DEMONSTRATIVE = re.compile(rf"\b(?:{'|'.join(sorted(DEMONSTRATIVES))})\b", re.IGNORECASE)
_LATEST = 60  # characters before the pronoun, at most
# "“It Will Rain” is a song"
_QUOTED_TITLE = re.compile(r"[\"“][^\"”]*[^\"”.,!?…][\"”]")
_DUMMY = {name: frozenset(words) for name, words in WORDS["dummy_it"].items()}
_IN_OPENING = (Tag.DETERMINER, Tag.POSSESSIVE, Tag.NOUN, Tag.NAME, Tag.NUMBER)
_IN_PHRASE = (Tag.NOUN, Tag.NAME, Tag.NUMBER)
_OF_THE_SAME = frozenset({"that", "those"})
_MOST_BETWEEN = 6  # words of what a cleft stresses: "It was in May that the mill burned"


def pronoun_that_points_back(text: str) -> Token | None:
    """Return the pronoun at the beginning of a sentence that stands for something named before.

    None if the sentence begins otherwise, or if its pronoun stands for nothing or names its thing.
    """
    # Most sentences need no tags.
    if not _ANY_POINTING.search(text[:_LATEST]) or _QUOTED_TITLE.match(text):
        return None
    tokens = tag_words(text)
    place = _first_of_subject(tokens)
    if place == len(tokens) or tokens[place].tag is Tag.NAME:
        return None
    token, following = tokens[place], tokens[place + 1 :]
    if token.lower not in _POINTING:
        return None
    if token.lower == "it" and _is_dummy(following):
        return None
    if token.lower in DEMONSTRATIVES and _stands_alone(token, following):
        return None
    return token


def phrase_points_back(text: str) -> bool:
    """Whether a phrase of a sentence stands for something named before: "after that".

    At the beginning it may have a noun: "For this reason".
    """
    if not _ANY_DEMONSTRATIVE.search(text):
        return False
    tokens = tag_words(text)
    return any(_is_pointing_phrase(tokens, place) for place in range(1, len(tokens)))


def _is_pointing_phrase(tokens: Sequence[Token], place: int) -> bool:
    """Whether "this" or the like stands there behind a preposition, and points back."""
    token, following = tokens[place], tokens[place + 1 :]
    if token.lower not in DEMONSTRATIVES or tokens[place - 1].tag is not Tag.PREPOSITION:
        return False
    next_word = following[0] if following else None
    if next_word is not None and next_word.text == ":":  # "Write it like this:"
        return False
    if next_word is not None and next_word.tag in _IN_PHRASE:
        return place == 1 and not _tells_itself(following)
    if next_word is not None and next_word.tag is Tag.PREPOSITION and token.lower in _OF_THE_SAME:
        return False  # "higher than that of the Danube"
    return not _stands_alone(token, following)


def _first_of_subject(tokens: Sequence[Token]) -> int:
    """Return the place after quotes, "and", "however", "on most days" and the like."""
    place = 0
    while place < len(tokens) and _leads_in(tokens, place):
        place += 1
    return place


def _leads_in(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.tag in (Tag.PREPOSITION, Tag.MARK, Tag.ADVERB):
        return True
    if token.tag in _IN_OPENING and _is_led(tokens[:place]):
        return True
    return token.lower in COORDINATING | {"there"}


def _is_led(before: Sequence[Token]) -> bool:
    """Whether a preposition leads the words right before: "on most", of "on most days"."""
    rest = dropwhile(lambda token: token.tag in _IN_OPENING, reversed(before))
    return any(token.tag is Tag.PREPOSITION for token in islice(rest, 1))


def _is_dummy(after: Sequence[Token]) -> bool:
    """Whether an "it" before these words stands for nothing, or for a clause that follows."""
    after = [token for token in after if token.tag is not Tag.ADVERB]
    verb = next((place for place, token in enumerate(after) if _is_main_verb(after, place)), None)
    if verb is None:
        return False
    base, rest = _base(after[verb]), after[verb + 1 :]
    if is_of_weather(after[verb].lower):
        return True
    if base in _DUMMY["of_effort"]:
        return _has_full_infinitive(rest)
    if base not in _DUMMY["linking"] and not is_participle(after[verb].lower):
        return False
    if base not in _DUMMY["linking"]:  # "it is said that"
        return _is_clause_told(base, rest)
    return _is_cleft(base, rest) or _is_of_clause(rest)


def _is_main_verb(tokens: Sequence[Token], place: int) -> bool:
    """Whether no other verb follows: "been" in "has been an inn", "said" in "is said"."""
    token = tokens[place]
    if token.tag is Tag.AUXILIARY:
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        joined = following is not None and following.tag in (Tag.AUXILIARY, Tag.VERB)
        return token.lower in BE and not joined
    return token.tag is Tag.VERB


def _base(token: Token) -> str:
    return "be" if token.lower in BE else base_of(token.lower) or token.lower


def _is_clause_told(base: str, rest: Sequence[Token]) -> bool:
    """Whether a clause follows a passive: "it is said that", "it is forbidden to smoke"."""
    if not rest:
        return False
    told = _opens_what_is_told(rest[0])
    return told or (base in _DUMMY["directing"] and _opens_infinitive(rest, 0))


def _opens_what_is_told(token: Token) -> bool:
    """Whether a passive before it tells a clause: "it is said that", but not "it is waived if"."""
    return token.lower in NOMINAL - ADVERBIAL


def _is_cleft(base: str, rest: Sequence[Token]) -> bool:
    """Whether it only stresses what follows "it was": "the otter who dived", "in May that"."""
    if base != "be" or not rest or rest[0].lower in ("a", "an", "one"):
        return False
    return any(token.lower in ("that", "who") for token in rest[1 : _MOST_BETWEEN + 1])


def _is_of_clause(rest: Sequence[Token]) -> bool:
    """Whether the clause that "it" stands for follows: "clear that", "possible to fall"."""
    if rest and rest[0].lower == "out":
        rest = rest[1:]
    if rest and rest[0].lower in ("that", "as"):
        return True
    if not rest or rest[0].tag not in (Tag.NOUN, Tag.VERB, Tag.ADVERB):
        return False
    told, following = rest[0], rest[1:]
    if following and following[0].lower in NOMINAL:
        return not is_participle(told.lower) or _opens_what_is_told(following[0])
    return told.lower not in _DUMMY["of_a_subject"] and _has_full_infinitive(following)


def _has_full_infinitive(tokens: Sequence[Token]) -> bool:
    """Whether a "to" and its verb follow, and something after them.

    "It took years to build a road" is about nothing before; "it took years to build" is.
    """
    for place, token in enumerate(tokens):
        if _opens_infinitive(tokens, place):
            return any(other.tag is not Tag.MARK for other in tokens[place + 2 :])
        if token.tag in (Tag.VERB, Tag.AUXILIARY, Tag.MARK):
            return False
    return False


def _opens_infinitive(tokens: Sequence[Token], place: int) -> bool:
    """Whether a "to" there stands before a verb, which the tagger need not know."""
    following = tokens[place + 1].tag if place + 1 < len(tokens) else Tag.MARK
    return tokens[place].lower == "to" and following in (Tag.VERB, Tag.NOUN, Tag.AUXILIARY)


def _stands_alone(token: Token, after: Sequence[Token]) -> bool:
    """Whether a "this", "that", "these" or "those" before these words points to nothing before."""
    if not after:
        return False
    following = after[0]
    if token.tag is Tag.DETERMINER and following.tag is not Tag.DETERMINER:
        return _tells_itself(after)
    if token.lower == "those":  # "those who fled", "those in need"
        return following.lower in NOMINAL | {"which"} or following.tag is Tag.PREPOSITION
    if token.lower != "that":
        return False
    aside = len(after) > 1 and after[1].text == ","  # "that is, ...", "that said, ..."
    opens = (Tag.DETERMINER, Tag.PRONOUN, Tag.NAME, Tag.POSSESSIVE)  # "that he fled is known"
    return aside or following.tag in opens


def _tells_itself(after: Sequence[Token]) -> bool:
    """Whether a phrase after "this" tells a time, or the text that it stands in."""
    phrase: list[Token] = []
    for token in after:
        if token.tag not in (Tag.NOUN, Tag.NAME, Tag.NUMBER, Tag.ADVERB):
            break
        phrase.append(token)
    if not phrase:
        return False
    heads = {nouns.singular(token.lower) for token in (phrase[0], phrase[-1])}
    return any("time" in nouns.sorts_of_noun(head) or nouns.is_writing(head) for head in heads)
