"""The things that a question joins by "and": "Ida" and "Kay" in "How old are Ida and Kay?"

Each of them is asked about, so what answers for one of them is a part of the answer.
"""

from collections.abc import Sequence

from index.storage.words.analysis import terms
from service.english.parsed_text import ParsedText
from service.english.tokens import Tag, Token

_AND = "and"
_SKIPPED = (Tag.DETERMINER, Tag.POSSESSIVE)


def asked_together(question: str) -> list[frozenset[str]]:
    """Return the terms that tell each joined thing from the others; none where nothing is joined.

    Of a question with several such groups it is the first.
    """
    tokens = ParsedText(question).tokens
    for place, token in enumerate(tokens):
        if token.lower == _AND:
            things = [_terms(thing) for thing in (*_before(tokens, place), _after(tokens, place))]
            own = [
                thing.difference(*(other for other in things if other is not thing))
                for thing in things
            ]
            if len(own) > 1 and all(own):
                return [*own]
    return []


def _before(tokens: Sequence[Token], end: int) -> list[Sequence[Token]]:
    """Return the things before a place, which commas part from each other, in any order."""
    things: list[Sequence[Token]] = []
    while end > 0:
        if things or tokens[end - 1].text == ",":  # "Ida, Jon, and Kay"
            if tokens[end - 1].text != ",":
                break
            end -= 1
        start = end
        while start > 1 and _is_capital(tokens[start - 1]):
            start -= 1
        start = min(start, max(end - 1, 0))  # of other words one alone is sure to be joined
        things.append(tokens[start:end])
        end = start
    return things


def _after(tokens: Sequence[Token], place: int) -> Sequence[Token]:
    start = place + 1
    while start < len(tokens) and tokens[start].tag in _SKIPPED:
        start += 1
    end = start
    while end < len(tokens) and _is_capital(tokens[end]):
        end += 1
    return tokens[start : max(end, start + 1)]


def _is_capital(token: Token) -> bool:
    return token.text[:1].isupper()


def _terms(thing: Sequence[Token]) -> frozenset[str]:
    return frozenset(terms(" ".join(token.bare for token in thing)))
