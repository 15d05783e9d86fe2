"""The noun phrases of a sentence, and what each may stand for. Later words refer back to them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from service.english import function_words, nouns
from service.english.nouns import Sorts
from service.english.phrase_places import NOUNS, OPENERS, Place, places_of_phrases, places_within
from service.english.tagger.labels import Label
from service.english.tokens import Tag, Token, small

_NEW = frozenset("a an no".split())
_INDEFINITE = frozenset("a an another some several many much no any each every one".split())
# Words of a phrase that may differ though it is about one thing: "the dam", "their dam".
_LOOSE = function_words.POSSESSIVES | function_words.DEMONSTRATIVES | {"the", "a", "an", "of"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase at `start` to `end` of a text.

    text: as a later question names it: "the explosion" for "An explosion".
    words: in lower case, without articles and the like.
    head: the noun that it is about, in the singular.
    sorts: what it may stand for.
    name: whether it is a proper name.
    indefinite: whether the text introduces it: "a force", "no force".
    role: "subject", "object", or the preposition before it.
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


def noun_phrases(tokens: Sequence[Token], text: str) -> list[Phrase]:
    """Return the noun phrases that lie in no other, in order. A pronoun is none.

    tokens: some or all words of `text`, in order.
    """
    return _outer_phrases(places_of_phrases(tokens), tokens, text)


def nested_phrases(tokens: Sequence[Token], text: str) -> list[list[Phrase]]:
    """Return the noun phrases in order, each as a list of itself and the phrases inside it.

    Kosovo is inside "the leader of Kosovo".
    """
    places = places_of_phrases(tokens)
    nested = []
    for phrase, span in zip(_outer_phrases(places, tokens, text), places, strict=True):
        inner = [_phrase(tokens, *inside, text) for inside in places_within(tokens, *span)]
        if phrase.sorts & {"place", "event"}:  # "the town of Lindau", "the Battle of Poitiers"
            inner = [replace(part, sorts=part.sorts & {"place"} or part.sorts) for part in inner]
        nested.append([phrase, *inner])
    return nested


def _outer_phrases(places: Sequence[Place], tokens: Sequence[Token], text: str) -> list[Phrase]:
    phrases = [_phrase(tokens, place, end, text) for place, end in places]
    return [
        _with_explanation(phrase, following, text)
        for phrase, following in zip_longest(phrases, phrases[1:])
    ]


def _with_explanation(phrase: Phrase, following: Phrase | None, text: str) -> Phrase:
    """Let the next phrase say what a name stands for: "Normandy, a region in France"."""
    if following is None or not phrase.name or text[phrase.end : following.start] != ", ":
        return phrase
    both = phrase.sorts & following.sorts
    return replace(phrase, sorts=both) if following.indefinite and both else phrase


def in_brackets(phrase: Phrase, text: str) -> bool:
    """Whether a bracket that was opened before the phrase is still open there."""
    return text.count("(", 0, phrase.start) > text.count(")", 0, phrase.start)


def _phrase(tokens: Sequence[Token], place: int, end: int, text: str) -> Phrase:
    """Return the phrase that the tokens from `place` to `end` make."""
    whole = tokens[place:end]
    words = [token.lower for token in whole]
    of = words.index("of", 1) if "of" in words[1:] else len(words)
    parts = [token for token in whole[:of] if token.tag in NOUNS]
    head, role = parts[-1], _role(tokens, place)
    noun = head.lower if head.label is Label.NAME else nouns.singular(head.lower)
    named = all(token.tag is Tag.NAME for token in parts)
    titled = not named and head.tag is Tag.NAME and _is_titled(parts)
    if titled:
        named = True
        whole = [token for token in parts if token.tag is Tag.NAME]
        words = [token.lower for token in whole]
    return Phrase(
        text=_as_known(text[whole[0].start : whole[-1].end], whole, head, named),
        words=frozenset(words) - _LOOSE,
        head=noun,
        sorts=nouns.PERSON if titled else _sorts(parts, noun, role, of < end - place),
        plural=_is_plural(head, noun, named, whole[0].tag in OPENERS),
        name=named,
        indefinite=whole[0].lower in _NEW,
        role=role,
        start=whole[0].start,
        end=whole[-1].end,
    )


def _as_known(written: str, whole: Sequence[Token], head: Token, named: bool) -> str:
    """Return the phrase as one speaks of what was named before.

    written: its words in the text. whole: the same words. head: the one that it is about. named:
    whether it is a name.
    """
    first = whole[0]
    if whole[-1].is_genitive:
        written = written[: -1 if written.endswith(("'", "’")) else -2]
    if first.lower in _INDEFINITE or first.tag is Tag.POSSESSIVE:
        rest = written[len(first.text) :].lstrip()
        return f"the {rest}" if rest else written
    is_title = first.text == "The" and named and first.start > 0
    if Tag.NAME in (first.tag, head.tag) or named or is_title:
        begins = first.tag in OPENERS and not is_title
        return small(written) if begins else written
    # Typed in haste, a name has no capital; what has no plural needs no article.
    bare = head.label is Label.NAME or whole[-1].lower.endswith(nouns.OF_NO_ONE_THING)
    article = "" if first.tag in OPENERS or bare else "the "
    return f"{article}{small(written)}"


def _is_plural(head: Token, noun: str, named: bool, opened: bool) -> bool:
    """Whether a phrase is plural. A name is only where an article or the like opens it.

    noun: the head in the singular.
    """
    if named and nouns.is_of_a_nation(noun):
        return opened or nouns.is_plural(head.lower)  # "the British", "Germans"
    if not named and head.label in (Label.SINGULAR, Label.PLURAL):
        return head.label is Label.PLURAL
    return nouns.is_plural(head.lower) and (opened or not named)


def _sorts(parts: Sequence[Token], noun: str, role: str, of_something: bool) -> Sorts:
    """Return what a phrase may stand for by its own words.

    parts: its nouns and names up to its head. noun: the head in the singular.
    of_something: whether "of" follows, as in "the Treaty of Breda": then it names no person.
    """
    head = parts[-1]
    if of_something and noun in function_words.QUANTITY_NOUNS:
        return frozenset({"measure"})
    if head.tag is not Tag.NAME or nouns.is_person(noun) or (of_something and nouns.is_known(noun)):
        return nouns.sorts_of_noun(head.lower)
    if nouns.is_of_a_nation(noun):
        return frozenset({"person", "organisation"})
    sorts = nouns.sorts_of_name([token.bare for token in parts if token.tag is Tag.NAME])
    if role in function_words.OF_POSITION and len(parts) == 1 and "place" in sorts:
        return frozenset({"place"})
    if of_something and not nouns.is_plural(head.lower):
        sorts = sorts - {"person"} or sorts
    return sorts


def _is_titled(parts: Sequence[Token]) -> bool:
    """Whether a noun for a person stands with the name: "the champion Silver Lantern"."""
    return any(token.tag is Tag.NOUN and nouns.is_person(token.lower) for token in parts)


def _role(tokens: Sequence[Token], place: int) -> str:
    """Return what the phrase at `place` is to its sentence."""
    before = next((t for t in reversed(tokens[:place]) if t.tag is not Tag.ADVERB), None)
    if before is not None and before.tag is Tag.PREPOSITION:
        return before.lower
    return "object" if any(token.tag is Tag.VERB for token in tokens[:place]) else "subject"
