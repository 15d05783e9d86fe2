"""Gives each word of a sentence its part of speech: what the learned tagger tells, made to fit the
grammar here.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from service.english import function_words, nouns
from service.english.lexicon.genitives import without_genitive
from service.english.lexicon.lexicon import is_common_noun, letters_of
from service.english.tagger.labels import Label
from service.english.tagger.splitting import split
from service.english.tagger.tag_model import labels_of
from service.english.tokens import Tag, Token

_DIGITS = re.compile(r"\d[\d.,]*")
_TAGS = {
    Label.SINGULAR: Tag.NOUN,
    Label.PLURAL: Tag.NOUN,
    Label.NAME: Tag.NAME,
    Label.NAMES: Tag.NAME,
    Label.ADJECTIVE: Tag.NOUN,
    Label.ADVERB: Tag.ADVERB,
    Label.BASE: Tag.VERB,
    Label.PRESENT: Tag.VERB,
    Label.THIRD_PERSON: Tag.VERB,
    Label.PAST: Tag.VERB,
    Label.PARTICIPLE: Tag.VERB,
    Label.GERUND: Tag.VERB,
    Label.AUXILIARY: Tag.AUXILIARY,
    Label.DO: Tag.AUXILIARY,
    Label.MODAL: Tag.AUXILIARY,
    Label.TO: Tag.TO,
    Label.PREPOSITION: Tag.PREPOSITION,
    Label.SUBORDINATOR: Tag.CONJUNCTION,
    Label.COORDINATOR: Tag.CONJUNCTION,
    Label.QUESTION: Tag.CONJUNCTION,
    Label.DETERMINER: Tag.DETERMINER,
    Label.POSSESSIVE: Tag.POSSESSIVE,
    Label.PRONOUN: Tag.PRONOUN,
    Label.NUMBER: Tag.NUMBER,
    Label.INTERJECTION: Tag.ADVERB,
    Label.OTHER: Tag.NOUN,
    Label.MARK: Tag.MARK,
}
_ASKING_WITH_VERB = re.compile(
    rf"(?P<word>{'|'.join(sorted(function_words.ASKING))})['’]?s", re.IGNORECASE
)
_LETTER, _OTHER_LETTER = "A", "B"
_SINGLE_QUOTES = ("'", "‘", "’")
_OPENERS = (Tag.DETERMINER, Tag.POSSESSIVE)
_BEFORE_PHRASE = (Tag.AUXILIARY, Tag.VERB, Tag.PREPOSITION, Tag.MARK, Tag.CONJUNCTION)
_PARTICIPLES = (Label.PARTICIPLE, Label.GERUND)
# Texts, and code points of one: each turn of a conversation asks for those of the turns before.
_REMEMBERED, _LONGEST_REMEMBERED = 1_000, 600


def tag_words(text: str) -> tuple[Token, ...]:
    """Return the words and punctuation marks of a sentence in order, the first 120 at most."""
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _tagged(text)


def _tagged(text: str) -> tuple[Token, ...]:
    matches = split(text)
    words = [match[0] for match in matches]
    labels = labels_of([_as_learned(words, place) for place in range(len(words))])
    tokens: list[Token] = []
    for place, match in enumerate(matches):
        lower = without_genitive(match[0]).lower().rstrip(".") or "."
        tag = _tag(lower, words, labels, place, tokens)
        tokens.append(Token(match[0], match.start(), tag, lower, labels[place]))
    return tuple(tokens)


_remembered = lru_cache(_REMEMBERED)(_tagged)


def _as_learned(words: Sequence[str], place: int) -> str:
    """Return a word as the tagger has learned it: its treebank quotes with double marks, and asks
    by "what" or by "what's", but not by "whats".
    """
    if words[place] in _SINGLE_QUOTES:
        return '"'
    if not place and (asking := _ASKING_WITH_VERB.fullmatch(words[0])):
        return asking["word"]
    return _OTHER_LETTER if _is_letter(words, place) else words[place]


def _is_letter(words: Sequence[str], place: int) -> bool:
    """Whether a word is the letter of "option A", which no other letter would be mistaken for, and
    no article: not that of "Once Upon A Time".
    """
    if words[place] != _LETTER or place == 0 or not words[place - 1][-1].isalnum():
        return False
    around = [words[place - 1], *words[place + 1 : place + 2]]
    return len(around) == 1 or not all(word[0].isupper() for word in around)


def _tag(
    lower: str, words: Sequence[str], labels: Sequence[Label], place: int, before: Sequence[Token]
) -> Tag:
    """Return the tag of `words[place]`. lower: it in lower case, without a genitive's ending."""
    word, label = words[place], labels[place]
    tag = Tag.MARK if not word[0].isalnum() else _TAGS[label]
    if tag is Tag.MARK or _DIGITS.fullmatch(word):
        return Tag.MARK if not word[0].isalnum() else Tag.NUMBER
    if _is_in_capitals(words, place):
        return Tag.NAME
    if lower in ("one", "ones"):
        counts = lower == "one" and _TAGS[labels[min(place + 1, len(words) - 1)]] is Tag.NOUN
        return Tag.NUMBER if counts and place + 1 < len(words) else Tag.PRONOUN
    if lower in function_words.NUMBERS and tag is Tag.NOUN and label is not Label.PLURAL:
        return Tag.NUMBER
    if tag in (Tag.NOUN, Tag.NAME):
        return _tag_of_noun(lower, words, labels, place)
    describes = label in _PARTICIPLES and _describes(labels, place, before)
    return Tag.NOUN if describes else tag  # "the abandoned mill"


def _tag_of_noun(lower: str, words: Sequence[str], labels: Sequence[Label], place: int) -> Tag:
    """Return the tag of a noun, a name or an adjective.

    A capital letter makes a name of it, unless the word is the first. Without one it is none in a
    text that has capitals.
    """
    word = words[place]
    tag = _TAGS[labels[place]]
    if lower in function_words.QUANTIFIERS:
        return Tag.DETERMINER
    if word[0].isupper() and (place or nouns.is_of_a_nation(word)):
        return Tag.NAME
    if tag is Tag.NAME and word.islower() and words[0][0].isupper():
        return Tag.NAME if _joins_names(words, place) else Tag.NOUN
    if tag is Tag.NAME and place == 0 and _is_plain(word) and not _has_verb(labels):
        return Tag.NOUN  # a heading: "Coast" or "Otters", but not "Japan"
    return tag


def _is_plain(word: str) -> bool:
    """Whether a word with a capital letter is no known name, and may be a noun or its plural."""
    lower = word.lower()
    one = nouns.singular(lower)
    unknown_plural = one != lower and not letters_of(one)
    return not letters_of(word) and (is_common_noun(one) or unknown_plural)


def _joins_names(words: Sequence[str], place: int) -> bool:
    """Whether a word in lower case stands inside a name: "Ile de la Cité"."""
    after = words[place + 1 : place + 3]
    return place > 0 and words[place - 1][0].isupper() and any(w[0].isupper() for w in after)


def _has_verb(labels: Sequence[Label]) -> bool:
    return any(_TAGS[label] in (Tag.VERB, Tag.AUXILIARY) for label in labels)


def _describes(labels: Sequence[Label], place: int, before: Sequence[Token]) -> bool:
    """Whether a participle belongs to a noun: "the abandoned mill", "packet switching".

    One thing without an article seldom does something.
    """
    opened = bool(before) and (before[-1].tag in _OPENERS or before[-1].is_adjective)
    following = _TAGS[labels[place + 1]] if place + 1 < len(labels) else Tag.MARK
    if labels[place] is Label.GERUND and _is_bare_noun(before) and following is not Tag.DETERMINER:
        return True
    return opened and (following in (Tag.NOUN, Tag.NAME) or before[-1].tag in _OPENERS)


def _is_bare_noun(before: Sequence[Token]) -> bool:
    """Whether the last word is a noun in the singular, without an article or an adjective."""
    tags = [token.tag for token in before[-2:]]
    alone = len(tags) == 1 or (tags and tags[0] in _BEFORE_PHRASE)
    return bool(alone and before[-1].label is Label.SINGULAR and tags[-1] is Tag.NOUN)


def _is_in_capitals(words: Sequence[str], place: int) -> bool:
    """Whether capitals make a name of any word: "the WHO", "IT departments"."""
    word = words[place]
    if len(word) == 1 or not word.isupper():
        return False
    # Where everything is in capitals, they tell nothing.
    return not all(other.isupper() for other in words if other[0].isalpha())
