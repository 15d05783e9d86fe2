"""Headings of reports, which are sentences: "Council backs second tram line by a single vote".

A tagger that learned from sentences with articles takes such a verb for a noun.
"""

from collections.abc import Sequence

from service.english.lexicon.inflections import base_of_verb
from service.english.parsed_text import ParsedText
from service.english.tagger.labels import Label
from service.english.tokens import Tag, Token

_SHORTEST = 5  # words of a headline
_DIGITS_OF_YEAR = 4
_OPENING = (Tag.DETERMINER, Tag.POSSESSIVE, Tag.ADVERB)


def subject_of(heading: ParsedText) -> ParsedText:
    """Return what stands before the verb of a headline; any other heading as it is."""
    tokens = heading.tokens
    if len(tokens) < _SHORTEST or any(token.tag is Tag.VERB for token in tokens[:2]):
        return heading
    for place, token in enumerate(tokens[1:-1], start=1):
        if token.tag is Tag.PREPOSITION:
            break
        if _may_be_verb(token) and _opens_phrase(tokens[place + 1 : place + 3]):
            return ParsedText(heading.text[: token.start].rstrip())
    return heading


def _may_be_verb(token: Token) -> bool:
    is_noun = token.tag is Tag.NOUN and token.text.islower()
    return is_noun and base_of_verb(token.lower) is not None


def _opens_phrase(following: Sequence[Token]) -> bool:
    """Whether these words begin a phrase of their own, rather than go on with a noun."""
    first, *others = following
    if first.label is Label.NUMBER:
        is_year = len(first.text) == _DIGITS_OF_YEAR and first.text.isdigit()
        return not is_year and any(token.tag is Tag.NOUN for token in others)
    is_name = first.tag is Tag.NAME and first.text[0].isupper()
    return is_name or first.is_adjective or first.tag in _OPENING
