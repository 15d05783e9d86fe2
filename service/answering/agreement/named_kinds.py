"""Things that a name tells from others of their kind: "the Pro plan", "the beach of Halm"."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from service.answering.agreement.doers import is_named_in
from service.english.nouns import singular
from service.english.tagger.labels import Label
from service.english.tagging import tag_words
from service.english.tokens import Tag, Token

NamedKinds = frozenset[tuple[str, frozenset[str]]]
"""Nouns in the singular, each with the words of a name that belongs to it."""

_NOUNS = (Label.SINGULAR, Label.PLURAL)
_OF = "of"


def named_kinds_in(text: str) -> NamedKinds:
    """Return the nouns that have a name right before them, or behind "of"."""
    return frozenset(_found(tag_words(text)))


def unknown_in(asked: NamedKinds, texts: Sequence[str]) -> NamedKinds:
    """Return those of a question whose name stands in none of the texts, in no form of it."""
    lower = "\n".join(texts).lower()
    # Other forms of a name have a capital letter, and few words do.
    capitals = {" ".join(word for word in text.split() if word[0].isupper()) for text in texts}
    return frozenset(
        (kind, names)
        for kind, names in asked
        if not any(name in lower for name in names)
        and not any(is_named_in(names, words) for words in capitals)
    )


def is_of_another_name(asked: NamedKinds, told: NamedKinds) -> bool:
    """Whether something of an asked kind is told of, under another name."""
    kinds = {kind for kind, _ in told}
    return any(kind in kinds for kind, _ in asked)


def _found(tokens: Sequence[Token]) -> Iterator[tuple[str, frozenset[str]]]:
    for place, token in enumerate(tokens):
        if token.tag is Tag.NOUN and token.label in _NOUNS:
            before = [*takewhile(_is_of_name, reversed(tokens[:place]))]
            behind = [*takewhile(_is_of_name, _behind_of(tokens[place + 1 :]))]
            for names in (before, behind):
                if names:
                    yield singular(token.lower), frozenset(name.bare.lower() for name in names)


def _is_of_name(token: Token) -> bool:
    return token.tag is Tag.NAME and not token.is_genitive


def _behind_of(tokens: Sequence[Token]) -> Sequence[Token]:
    if not tokens or tokens[0].lower != _OF:
        return ()
    return tokens[2:] if tokens[1:] and tokens[1].tag is Tag.DETERMINER else tokens[1:]
