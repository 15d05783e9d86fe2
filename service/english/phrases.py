"""The noun phrases of a sentence, and what each may stand for: what a later word can refer to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from service.english import calendar, function_words, nouns
from service.english.nouns import Sorts
from service.english.tagging import tagged
from service.english.tags import Tag, Token

_PARTS = (Tag.NOUN, Tag.NAME, Tag.NUMBER)
_OPENERS = (Tag.DETERMINER, Tag.POSSESSIVE)
_MOST = 30  # phrases of one sentence that may be referred to
_LONGEST = 9  # words; what is longer would bury the question
# What a name after these is the name of: "in Zurich"; but "by Zurich", "from Smith".
_ONLY_PLACES = frozenset("in at near across into throughout".split())
_NEW = frozenset("a an no".split())
_INDEFINITE = frozenset("a an another some several many no any each every one".split())
# Words of a phrase that may differ though it is about one thing: "the dam", "their dam".
_LOOSE = function_words.POSSESSIVES | function_words.DEMONSTRATIVES | {"the", "a", "an", "of"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase.

    text: as a later question names it: "the explosion" for "An explosion". words: in lower case,
    without articles. head: the noun that it is about, in the singular. sorts: what it may stand
    for. indefinite: whether it was new, "a" or "no" thing. role: "subject", "object", or the
    preposition before it.
    """

    text: str
    words: frozenset[str]
    head: str
    sorts: Sorts
    plural: bool
    name: bool
    indefinite: bool
    role: str
    start: int
    end: int


@lru_cache(maxsize=256)
def phrases(text: str) -> tuple[Phrase, ...]:
    """The noun phrases of one sentence or question, in order; pronouns are none."""
    return tuple(phrases_of(tagged(text), text))


def phrases_of(tokens: Sequence[Token], text: str) -> list[Phrase]:
    """The same for a part of the words of `text`."""
    found = [_phrase(tokens, place, end, text) for place, end in _places(tokens)]
    return [_explained(one, following, text) for one, following in zip_longest(found, found[1:])]


def _explained(phrase: Phrase, following: Phrase | None, text: str) -> Phrase:
    """A name of which the next words say what it is: "Normandy, a region in France"."""
    if following is None or not phrase.name or text[phrase.end : following.start] != ", ":
        return phrase
    both = phrase.sorts & following.sorts
    return replace(phrase, sorts=both) if following.indefinite and both else phrase


@lru_cache(maxsize=256)
def all_phrases(text: str) -> tuple[Phrase, ...]:
    """As `phrases`, and those inside others: Kosovo of "the leader of Kosovo"."""
    tokens = tagged(text)
    found: list[Phrase] = []
    for (place, end), outer in zip(_places(tokens), phrases(text), strict=True):
        within = [_phrase(tokens, *span, text) for span in _places_within(tokens, place, end)]
        if outer.sorts & {"place", "event"}:  # "the town of Lindau", "the Battle of Poitiers"
            within = [replace(one, sorts=one.sorts & {"place"} or one.sorts) for one in within]
        found += [outer, *within]
    return tuple(found[:_MOST])


def in_brackets(phrase: Phrase, text: str) -> bool:
    return text.count("(", 0, phrase.start) > text.count(")", 0, phrase.start)


def _places(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Where the phrases that lie in no other begin and end."""
    found, place = [], 0
    while place < len(tokens):
        end = _end_of(tokens, place)
        named = tokens[place].tag is Tag.NAME
        lone = end == place + 1 and named and nouns.is_of_a_nation(tokens[place].text)
        if end > place and not lone:
            found.append((place, end))
        place = max(end, place + 1)
    return found


def _places_within(tokens: Sequence[Token], place: int, end: int) -> list[tuple[int, int]]:
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
        if any(token.tag in (Tag.NOUN, Tag.NAME) for token in tokens[slice(*span)])
    ]


def _end_of(tokens: Sequence[Token], place: int) -> int:
    """Where a phrase that begins at `place` ends; `place` if none does."""
    first = place
    while first < len(tokens) and tokens[first].tag in _OPENERS:
        first += 1
    if first == place and _is_year(tokens[place]):  # "since 1990 heavy lorries ..."
        return place
    end = first
    while end < len(tokens) and (tokens[end].tag in _PARTS or _begins_title(tokens, end, first)):
        end += 1
    if place < first and _is_half_a_name(tokens[first:end], tokens[end : end + 3]):
        end += 3
    if not any(token.tag in (Tag.NOUN, Tag.NAME) for token in tokens[first:end]):
        return place
    if end + 1 < len(tokens) and tokens[end].lower == "of":
        inner = _end_of(tokens, end + 1)
        if end + 1 < inner <= place + _LONGEST:
            return inner
    return end


def _is_year(token: Token) -> bool:
    return token.tag is Tag.NUMBER and re.fullmatch(calendar.ANY_YEAR, token.text) is not None


def _begins_title(tokens: Sequence[Token], place: int, first: int) -> bool:
    """Whether an article is part of a title: "directed The Glass Harbour"."""
    following = tokens[place + 1 : place + 2]
    return (
        place == first
        and tokens[place].text == "The"
        and bool(following)
        and (following[0].tag is Tag.NAME)
    )


def _is_half_a_name(half: Sequence[Token], rest: Sequence[Token]) -> bool:
    """Whether the other half follows: "the French" and "and Indian War"."""
    return (
        [token.tag for token in half] == [Tag.NAME]
        and [token.tag for token in rest] == [Tag.CONJUNCTION, Tag.NAME, Tag.NAME]
        and rest[0].lower == "and"
    )


def _phrase(tokens: Sequence[Token], place: int, end: int, text: str) -> Phrase:
    whole = tokens[place:end]
    of = next((i for i, token in enumerate(whole) if i and token.lower == "of"), len(whole))
    parts = [token for token in whole[:of] if token.tag in (Tag.NOUN, Tag.NAME)]
    head, role = parts[-1], _role(tokens, place)
    titled = head.tag is Tag.NAME and _is_titled(parts)
    if titled:
        whole = [token for token in parts if token.tag is Tag.NAME]
    named = titled or all(token.tag is Tag.NAME for token in parts)
    return Phrase(
        text=_as_known(text[whole[0].start : whole[-1].end], whole, named),
        words=frozenset(token.lower for token in whole) - _LOOSE,
        head=nouns.singular(head.lower),
        sorts=frozenset({"person"}) if titled else _sorts(parts, role, of < len(whole)),
        plural=_is_plural(head, named, whole[0].tag in _OPENERS),
        name=named,
        indefinite=whole[0].lower in _NEW,
        role=role,
        start=whole[0].start,
        end=whole[-1].end,
    )


def _as_known(written: str, whole: Sequence[Token], named: bool) -> str:
    """As one speaks of what was named before."""
    first = whole[0]
    if whole[-1].is_genitive:
        written = written[: -1 if written.endswith(("'", "’")) else -2]
    if first.lower in _INDEFINITE or first.tag is Tag.POSSESSIVE:
        rest = written[len(first.text) :].lstrip()
        return f"the {rest}" if rest else written
    is_title = first.text == "The" and named and first.start > 0
    if first.tag is Tag.NAME or named or is_title:
        begins = first.tag in _OPENERS and not is_title
        return written[0].lower() + written[1:] if begins else written
    whole_kind = whole[-1].lower.endswith(nouns.OF_NO_ONE_THING)
    article = "" if first.tag in _OPENERS or whole_kind else "the "
    return f"{article}{written[0].lower()}{written[1:]}"


def _is_plural(head: Token, named: bool, opened: bool) -> bool:
    """opened: whether an article or the like stands before it. A name without one has one form."""
    if named and nouns.is_of_a_nation(nouns.singular(head.lower)):
        return opened or nouns.is_plural(head.lower)  # "the British", "Germans"
    return nouns.is_plural(head.lower) and (opened or not named)


def _sorts(parts: Sequence[Token], role: str, of_something: bool) -> Sorts:
    """of_something: whether "of" follows, as after nobody's name: "the Treaty of Breda"."""
    head = parts[-1]
    if head.tag is not Tag.NAME or nouns.singular(head.lower) in nouns.PERSONS:
        return nouns.sorts_of_noun(head.lower)
    if nouns.is_of_a_nation(nouns.singular(head.lower)):
        return frozenset({"person", "organisation"})
    sorts = nouns.sorts_of_name([token.bare for token in parts if token.tag is Tag.NAME])
    if role in _ONLY_PLACES and len(parts) == 1 and "place" in sorts:
        return frozenset({"place"})
    if of_something and not nouns.is_plural(head.lower):
        sorts = sorts - {"person"} or sorts
    return sorts


def _is_titled(parts: Sequence[Token]) -> bool:
    """Whether a name follows what a person is: "the champion Silver Lantern"."""
    return any(
        token.tag is Tag.NOUN and nouns.singular(token.lower) in nouns.PERSONS for token in parts
    )


def _role(tokens: Sequence[Token], place: int) -> str:
    before = [token for token in tokens[:place] if token.tag is not Tag.ADVERB]
    if before and before[-1].tag is Tag.PREPOSITION:
        return before[-1].lower
    return "object" if any(token.tag is Tag.VERB for token in before) else "subject"
