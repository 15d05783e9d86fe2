"""The clauses of a sentence: who does what, and whether it is denied."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from service.english.function_words import NEGATIVE
from service.english.lexicon.antonyms import antonyms_of
from service.english.nouns import singular
from service.english.tagger.splitting import split
from service.english.tokens import Tag, Token, without_genitive
from service.english.verbs import base_of

_VERBS = (Tag.VERB, Tag.AUXILIARY)
_CLAUSE_ENDS = frozenset(",;:()–—")
_DENIAL = re.compile(rf"\b(?:{'|'.join(sorted(NEGATIVE))})\b|n['’]t\b", re.IGNORECASE)
_REMEMBERED = 10_000  # words
_CONTRACTED = ("n't", "n’t")


def clauses_of(tokens: Sequence[Token]) -> Iterator["PolarClause"]:
    """Yield the clauses of a sentence, roughly: what stands between commas and conjunctions."""
    part: list[Token] = []
    for token in tokens:
        ends = token.text in _CLAUSE_ENDS or token.tag is Tag.CONJUNCTION
        if ends and part:
            yield PolarClause(part)
            part = []
        elif not ends:
            part.append(token)
    if part:
        yield PolarClause(part)


def may_have(word: str, text: str) -> bool:
    """Whether a word of a sentence may be a form of one. This spares tagging most sentences.

    word: the base of a verb, a singular or an adjective.
    """
    return any(word in _plain_forms(written) for written in words_of(text))


def may_deny(text: str) -> bool:
    """Whether a sentence may have a word that denies."""
    return _DENIAL.search(text) is not None


def words_of(text: str) -> Iterator[str]:
    """Yield the words that a sentence would be tagged as, in lower case."""
    return (without_genitive(match[0]).lower() for match in split(text))


@lru_cache(maxsize=_REMEMBERED)
def _plain_forms(word: str) -> tuple[str, str]:
    """Return what a word may be a form of: as a verb, or else itself, and as a noun."""
    return base_of(word) or word, singular(word)


class PolarClause:
    """The content words of a clause, those of opposites among them, and whether they are denied.

    words: each word's base form. subject: the names before its verb; none in the passive. verbs:
    the base forms of its verbs.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        content = (Tag.NOUN, Tag.NAME, Tag.VERB)
        self.words = frozenset(
            base_form(token)
            for token in tokens
            if (token.tag in content or antonyms_of(token.lower)) and token.lower not in NEGATIVE
        )
        self.denied = sum(map(denies, tokens)) % 2 == 1
        self.verbs = frozenset(base_form(token) for token in tokens if token.tag is Tag.VERB)
        before = list(takewhile(lambda token: token.tag not in _VERBS, tokens))
        following = tokens[len(before) : len(before) + 1]
        active = bool(following) and following[0].tag is Tag.VERB
        names = (token.bare.lower() for token in before if token.tag is Tag.NAME)
        self.subject = frozenset(names) if active else frozenset[str]()


def base_form(token: Token) -> str:
    """Return the base of a verb, the singular of a noun; a name in lower case."""
    if token.tag is Tag.NAME:
        return token.bare.lower()
    return base_of(token.lower) or singular(token.lower)


def denies(token: Token) -> bool:
    """Whether a word makes its clause negative."""
    return token.lower in NEGATIVE or token.lower.endswith(_CONTRACTED)
