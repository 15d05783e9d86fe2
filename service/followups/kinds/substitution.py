"""A former question with new words in it: "How tall is the mast?" for "and the mast?"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from service.english import nouns
from service.english.function_words import EXCEPTIVE, NEGATIVE, QUANTIFIERS, RELATING
from service.english.lexicon.given_names import is_given_name
from service.english.lexicon.lexicon import is_common_noun
from service.english.parsed_text import ParsedText
from service.english.phrases import Phrase
from service.english.tagger.labels import Label
from service.english.tokens import Tag, Token
from service.followups.kinds.agreement import (
    PutIn,
    article_before,
    changed,
    number_of,
    verb_in_number,
)
from service.followups.kinds.referring import is_of_time
from service.followups.said.history import Reading
from service.followups.said.words import ONES, PLACES, QUESTION_WORDS

NAMING = (Tag.NOUN, Tag.NAME, Tag.NUMBER)
_LETTER, _DIGIT = re.compile(r"[^\W\d_]+"), re.compile(r"\d")
_GENITIVE = re.compile(r"['’]s?$")
_RESTRICTING = NEGATIVE | EXCEPTIVE
_ARTICLE = re.compile(r"\ban? $")
_OF_ONE_SORT = ({"person"}, {"place"})
_BEFORE_SINGULAR = ("a", "an", "much")
_ONCE = ("of", "for")  # prepositions that a question has once
_NUMBER = re.compile(r"\b\d[\d.,]*\b")


def put_into(
    preposition: str, what: ParsedText, words: str, former: ParsedText
) -> Iterator[Reading]:
    """Yield the former question with the new words in a place of it, or at its end.

    what: the new words, after `preposition`. words: the same, as they stand within a sentence.
    """
    for number in _NUMBER.finditer(former.text) if _NUMBER.fullmatch(what.text) else ():
        text = former.text[: number.start()] + what.text + former.text[number.end() :]
        yield Reading(text, {"number": 1.0})
    yield from _counted(what, former)
    new = what.phrases[0] if what.phrases else None
    if new is not None and any(new.words <= phrase.words for phrase in former.phrases):
        return  # it has a place in the question already
    yield from substituted(preposition, what, words, former)
    if not preposition:
        yield from _before_head(what, former)
    may_be_for = not (_has_place("for", new, former) or (new and _has_like(new, former)))
    if preposition and not _has_place(preposition, new, former):
        yield Reading(f"{former.text} {preposition} {words}", {"appended": 1.0})
    elif not preposition and new and may_be_for and not _ends_open(former):
        yield Reading(f"{former.text} for {words}", {"appended for": 1.0})
    yield from _word_for_word(preposition, what, former)
    for shorter in _without_modifiers(former) if preposition or may_be_for else ():
        text = f"{shorter} {preposition or 'for'} {words}"
        yield Reading(text, {"modifier dropped": 1.0})


def _has_place(preposition: str, new: Phrase | None, former: ParsedText) -> bool:
    """Whether the former question has something of the same sort after the same preposition, or
    anything after "of" and "for": "of burst" before "of period". "In 2019" and "in Rome" are of two
    sorts.
    """
    last = preposition.rsplit(maxsplit=1)[-1]
    led = [old for old in former.all_phrases if old.role == last]
    return new is not None and any(last in _ONCE or old.sorts & new.sorts for old in led)


def _has_like(new: Phrase, former: ParsedText) -> bool:
    """Whether the former question has somebody, where somebody is new, or a place where a place is:
    "and the nurses?" puts them in the place of others.
    """
    return new.sorts in _OF_ONE_SORT and any(old.sorts == new.sorts for old in former.all_phrases)


def _ends_open(former: ParsedText) -> bool:
    """Whether a question ends in a preposition: "What is it insured for?"."""
    return any(token.tag is Tag.PREPOSITION for token in former.tokens[-1:])


def _word_for_word(preposition: str, what: ParsedText, former: ParsedText) -> Iterator[Reading]:
    """Yield the former question with one new word in the place of each word of its kind."""
    if len(what.tokens) != 1 or what.tokens[0].tag not in NAMING:
        return
    new = what.tokens[0]
    words_before = ("", *(token.lower for token in former.tokens))
    for place, (before, old) in enumerate(zip(words_before, former.tokens, strict=False)):
        if old.tag not in NAMING or old.is_adjective != new.is_adjective:
            continue
        if new.tag is Tag.NAME and _is_part_of_name(former.tokens, place):
            continue
        if before in _BEFORE_SINGULAR and new.label is Label.PLURAL:
            continue
        if not _is_loose(preposition) and before != preposition:
            continue
        if all((new.tag is tag) == (old.tag is tag) for tag in (Tag.NAME, Tag.NUMBER)):
            text = former.text[: old.start] + what.text + former.text[old.end :]
            yield Reading(text, {"word": 1.0, **_alike_words(old, new)})


def _is_part_of_name(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word is one of a longer name, as of "Ada Kern"; of "Pro Plan" it tells which."""
    beside = (*tokens[max(place - 1, 0) : place], *tokens[place + 1 : place + 2])
    names = [token for token in beside if token.tag is Tag.NAME and len(token.bare) > 1]
    is_given = is_given_name(tokens[place].bare)
    return any(is_given or not is_common_noun(token.lower) for token in names)


def _is_loose(preposition: str) -> bool:
    """Whether a preposition may be left out: "and for the M2?" asks "what does the M2 cost?"."""
    return not preposition or preposition.rsplit(maxsplit=1)[-1] in RELATING


def substituted(
    preposition: str, what: ParsedText, words: str, former: ParsedText
) -> Iterator[Reading]:
    """Yield the former question with the new words in the place of each phrase of it, or of those
    alone that the same preposition leads.

    What leads them and restricts, "not on" or "only in", would be lost.
    """
    if _RESTRICTING & frozenset(preposition.split()):
        return
    new = _noun_of(what.phrases[0]) if what.phrases else None
    joined = any(token.label is Label.COORDINATOR for token in what.tokens)
    last = preposition.rsplit(maxsplit=1)[-1] if preposition else None
    led_alike = [old for old in former.all_phrases if old.role == last]
    for old in led_alike or former.all_phrases:
        if not _fits_after_question_word(former, old, what):
            continue
        start, led = old.start, words
        if not _is_loose(preposition):
            if (before := _start_with(old, former)) == old.start:
                continue  # "In 2019" stands for no "visitors"
            if new is not None and "place" not in old.sorts & new.sorts:
                start, led = before, f"{preposition} {words}"  # "in winter" for "on Sarrow"
        put_in = PutIn(start, _end_of(old, former), led)
        verb = None if joined else _agreeing(former, old, new)
        agreeing = changed(former.text, [put_in, verb]) if verb else ""
        features = {"substituted": 1.0, **_alike(old, new, preposition)}
        yield Reading(changed(former.text, [put_in]), features, agreeing=agreeing)


def _noun_of(phrase: Phrase) -> Phrase:
    """Return "winter", alone and in small letters, as the noun that it is, and not as a name."""
    if not phrase.name or not phrase.text.islower() or not is_common_noun(phrase.head):
        return phrase
    return replace(phrase, name=False, sorts=nouns.sorts_of_noun(phrase.head))


def _fits_after_question_word(former: ParsedText, old: Phrase, what: ParsedText) -> bool:
    """Whether the new words may stand where a phrase does that a question word leads: "which
    colours" for "which models", but not "from what the cello" for "from what age", nor "how much
    rooms" for "how much time".
    """
    before = [token for token in former.tokens if token.start < old.start]
    within = [token for token in former.tokens if old.start <= token.start < old.end]
    degree = bool(before) and before[-1].lower == "how"
    quantified = len(before) > 1 and before[-2].lower == "how" and before[-1].lower in QUANTIFIERS
    if degree or (within and within[0].lower in QUESTION_WORDS):
        return False
    if not (quantified or (before and before[-1].lower in QUESTION_WORDS)):
        return True
    if before[-1].lower in _BEFORE_SINGULAR and what.tokens[-1].label is Label.PLURAL:
        return False
    return what.tokens[0].tag in (Tag.NOUN, Tag.NUMBER)


def _start_with(phrase: Phrase, text: ParsedText) -> int:
    """Return where the preposition right before a phrase starts; without one, the phrase."""
    before = [token for token in text.tokens if token.start < phrase.start][-1:]
    return before[0].start if before and before[0].tag is Tag.PREPOSITION else phrase.start


def _end_of(phrase: Phrase, text: ParsedText) -> int:
    """Return where the phrase ends, with the "one" of "the pellet one"."""
    following = next((token for token in text.tokens if token.start >= phrase.end), None)
    return following.end if following and following.lower in ONES else phrase.end


def _agreeing(former: ParsedText, old: Phrase, new: Phrase | None) -> PutIn | None:
    """Return the verb of a subject in the number of what takes its place, if that is another."""
    plural = number_of(new) if new else None
    owned = former.text[old.end :].startswith(("'", "’"))
    owns = owned or _GENITIVE.search(former.text[old.start : old.end])
    if old.role != "subject" or owns or plural in (None, old.plural):
        return None
    return verb_in_number(former.tokens, old.start, old.end, plural=plural)


def _before_head(what: ParsedText, former: ParsedText) -> Iterator[Reading]:
    """Yield "cache size default" where all that was typed before is "timeout default"."""
    names = [token.tag in NAMING for token in (*former.tokens, *what.tokens)]
    if len(former.tokens) < 2 or len(former.phrases) != 1 or not all(names):
        return
    head = former.tokens[-1]
    if head.tag is Tag.NOUN and head.lower not in {token.lower for token in what.tokens}:
        features = {"substituted": 1.0, **_alike(former.phrases[0], what.leading_phrase, "")}
        yield Reading(f"{what.text} {head.text}", features)


def _counted(what: ParsedText, former: ParsedText) -> Iterator[Reading]:
    """Yield the question with another number of the same things: "five times"."""
    if len(what.tokens) != 2 or what.tokens[0].label is not Label.NUMBER:
        return
    for number, noun in pairwise(former.tokens):
        same = nouns.singular(noun.lower) == nouns.singular(what.tokens[1].lower)
        if number.label is Label.NUMBER and same:
            text = former.text[: number.start] + what.text + former.text[noun.end :]
            yield Reading(text, {"number": 1.0})


def at_another_place(what: ParsedText, former: ParsedText) -> Iterator[Reading]:
    """Yield the question with "the second" in the place of "the first" of it."""
    new = [token for token in what.tokens if token.lower not in ONES]
    if not new or new[-1].lower not in PLACES or any(t.tag in NAMING for t in new[:-1]):
        return
    for old in former.tokens:
        if old.lower in PLACES and old.lower != new[-1].lower and not is_of_time(former, old):
            text = former.text[: old.start] + new[-1].lower + former.text[old.end :]
            yield Reading(text, {"number": 1.0})


def _alike(old: Phrase, new: Phrase | None, preposition: str) -> dict[str, float]:
    """Return how alike the two phrases are."""
    if new is None:
        return {}
    union = len(old.sorts | new.sorts) or 1
    return {
        "alike": len(old.sorts & new.sorts) / union,
        "both names": float(old.name and new.name),
        "one name": float(old.name != new.name),
        "other number": float(old.plural != new.plural),
        "same preposition": float(old.role in preposition.split()[-1:]),
        "subject": float(old.role == "subject"),
        "words": float(len(old.words)),
    }


def _alike_words(old: Token, new: Token) -> dict[str, float]:
    """Return how alike two words are: both of one kind, and of one shape, as A1 and A0."""
    shapes = [_LETTER.sub("a", _DIGIT.sub("0", token.text)) for token in (old, new)]
    return {
        "same label": float(old.label is new.label),
        "same shape": float(shapes[0] == shapes[1]),
    }


def _without_modifiers(former: ParsedText) -> Iterator[str]:
    """Yield the question without a noun that describes another: "type" for "integer type"."""
    for phrase in former.phrases:
        inside = [t for t in former.tokens if phrase.start <= t.start < phrase.end]
        described = [t for t in inside if t.tag is Tag.NOUN]
        for token, following in pairwise(described):
            if following.start == token.end + 1 and not token.is_adjective:
                before, rest = former.text[: token.start], former.text[following.start :]
                yield _ARTICLE.sub(f"{article_before(rest)} ", before) + rest
