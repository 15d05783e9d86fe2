"""Where the noun phrases of a sentence lie."""

import re
from collections.abc import Sequence

from service.english import calendar, nouns
from service.english.tokens import Tag, Token

OPENERS = (Tag.DETERMINER, Tag.POSSESSIVE)
NOUNS = (Tag.NOUN, Tag.NAME)
_PARTS = (*NOUNS, Tag.NUMBER)
_BEGINNINGS = (*OPENERS, *_PARTS)
_LONGEST = 9  # words; a longer phrase would bury the question that takes it up

Place = tuple[int, int]  # of the first word, and after the last


def places_of_phrases(tokens: Sequence[Token]) -> list[Place]:
    """Return the first place of each outer phrase among the tokens, and the place after its last.

    A phrase begins at the first place that lets one begin, and takes all words that belong to it.
    """
    spans, place = [], 0
    while place < len(tokens):
        if tokens[place].tag not in _BEGINNINGS:
            place += 1
            continue
        end = _end_of(tokens, place)
        if _opens_clause(tokens, place, end):
            place += 1
        named = tokens[place].tag is Tag.NAME
        lone = end == place + 1 and named and nouns.is_of_a_nation(tokens[place].text)
        if end > place and not lone:
            spans.append((place, end))
        place = max(end, place + 1)
    return spans


def _opens_clause(tokens: Sequence[Token], place: int, end: int) -> bool:
    """Whether a "that" opens a clause and no phrase, as before a name: "that NATO agreed"."""
    named = [token.tag is Tag.NAME for token in tokens[place + 1 : end]]
    return tokens[place].lower == "that" and bool(named) and all(named)


def places_within(tokens: Sequence[Token], place: int, end: int) -> list[Place]:
    """Return the places of the phrases inside the one from `place` to `end`."""
    if end < place + 2:
        return []
    after_of = [(at, end) for at in range(place + 1, end) if tokens[at - 1].lower == "of"]
    owners = [
        (place, owner + 1)
        for owner in range(place, end - 1)
        # "NATO's members", but not "King George's War"
        if tokens[owner].is_genitive and tokens[owner + 1].tag is not Tag.NAME
    ]
    return [
        span
        for span in after_of + owners
        if any(token.tag in NOUNS for token in tokens[slice(*span)])
    ]


def _end_of(tokens: Sequence[Token], place: int) -> int:
    """Return the place after a phrase that begins at `place`; `place` itself if none does."""
    first = place
    while first < len(tokens) and tokens[first].tag in OPENERS:
        first += 1
    if first == place and _is_year(tokens[place]):  # "since 1990 heavy lorries ..."
        return place
    end = _end_of_parts(tokens, first)
    if end == first:
        return place
    if place < first and end == first + 1 and _is_half_a_name(tokens[first : first + 4]):
        end += 3
    if end + 1 < len(tokens) and tokens[end].lower == "of":
        inner = _end_of(tokens, end + 1)
        if end + 1 < inner <= place + _LONGEST:
            return inner
    return end


def _end_of_parts(tokens: Sequence[Token], first: int) -> int:
    """Return the place after the last noun of a phrase; `first` if it has none.

    Adverbs may stand before an adjective: "the very old mill". A phrase without a noun that a
    determiner opens may have an adjective for one: "the poor".
    """
    end = noun = first
    opened = first > 0 and tokens[first - 1].tag in OPENERS
    while end < len(tokens) and (tokens[end].tag in _PARTS or (opened and _degree(tokens, end))):
        end += 1
        if tokens[end - 1].tag in NOUNS and not tokens[end - 1].is_adjective:
            noun = end
    if noun == first and opened and tokens[end - 1].is_adjective:
        return end
    return noun


def _degree(tokens: Sequence[Token], place: int) -> bool:
    """Whether an adverb there tells how much an adjective after it applies."""
    following = tokens[place + 1] if place + 1 < len(tokens) else tokens[place]
    return tokens[place].tag is Tag.ADVERB and following.is_adjective


def _is_year(token: Token) -> bool:
    return token.tag is Tag.NUMBER and re.fullmatch(calendar.ANY_YEAR, token.text) is not None


def _is_half_a_name(words: Sequence[Token]) -> bool:
    """Whether the other half of a name follows its first word: "the French" "and Indian War"."""
    tags = [token.tag for token in words]
    return tags == [Tag.NAME, Tag.CONJUNCTION, Tag.NAME, Tag.NAME] and words[1].lower == "and"
