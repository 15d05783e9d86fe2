"""Sections that a dotted number names: "4.2.0" among releases, "2.1" among the rules of a house.

Asked what was added in 4.2.0, what stands under "4.1.0" is no evidence, alike as both may be.
"""

import re
from collections.abc import Iterator, Sequence, Set

from index.records import BlockKind
from service.answering.weighing.evidence import Evidence, Place
from service.english.tagging import tag_words
from service.english.tokens import Tag, Token

_DOTTED = r"\d+(?:\.\d+)+(?:[-+][A-Za-z][\w.]*\w)?"
_NUMBER = re.compile(rf"[vV]?({_DOTTED})")
# How a heading opens: "4.2.0", "2.1 Keys"; "Release 4.2, May", and not "Moving 4.2 servers".
_OPENINGS = (
    re.compile(rf"[\[(]?[vV]?\.?\s?({_DOTTED})(?![\w%])"),
    re.compile(rf"[^\W\d_]+ ({_DOTTED})(?=\s*(?:[^\w\s.%]|\Z))"),
)
_WITHIN = frozenset({"in", "of"})
_NAMING = (Tag.NOUN, Tag.NAME)
_PLAIN = (*_NAMING, Tag.DETERMINER)


def of_other_sections(question: str, evidence: Sequence[Evidence]) -> frozenset[Place]:
    """Return what stands under the numbers of other sections than those that a question names.

    Only where a heading of the document opens with a number that is asked about. A sentence that
    names such a number, or that of its own section, stays: it may speak of several.
    """
    asked = _asked(question)
    if not asked:
        return frozenset()
    sections = {one.place: _sections(one) for one in evidence}
    naming = {one.document_id for one in evidence if _is_in(asked, sections[one.place])}
    return frozenset(
        one.place
        for one in evidence
        if one.document_id in naming
        and (own := sections[one.place])
        and not _is_in(asked, own)
        and (one.kind is BlockKind.HEADING or not {*own, *asked} & {*_numbers(one.text)})
    )


def _asked(question: str) -> frozenset[str]:
    """Return the dotted numbers that a question names as a place: "in 4.2.0", "what is 2.1".

    None where one of them is a quantity ("2.5 kg") or a bound ("since 4.1.0").
    """
    if not _NUMBER.search(question):
        return frozenset()
    tokens, asked = tag_words(question), set[str]()
    for place, token in enumerate(tokens):
        number = _NUMBER.fullmatch(token.text.rstrip("."))
        if number is None:
            continue
        if _counts(tokens, place) or not _is_place(tokens, place):
            return frozenset()
        asked.add(number[1])
    return frozenset(asked)


def _counts(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number with one dot counts what follows it."""
    follows = tokens[place + 1] if place + 1 < len(tokens) else None
    if tokens[place].text.count(".") > 1 or follows is None:
        return False
    return follows.tag in (*_NAMING, Tag.NUMBER) or follows.text == "%"


def _is_place(tokens: Sequence[Token], place: int) -> bool:
    """Whether nothing but "in" or "of" sets a number into relation to what is asked for."""
    before = place - 1
    if tokens[place].text.count(".") == 1 and before >= 0 and tokens[before].tag in _NAMING:
        return False  # "TLS 1.2"
    while before >= 0 and tokens[before].tag in _PLAIN:  # "the version 4.2.0"
        before -= 1
    if before < 0 or tokens[before].lower in _WITHIN:
        return True
    joins = tokens[before].tag is Tag.CONJUNCTION and before > 0
    if joins and tokens[before - 1].tag is Tag.NUMBER:  # "4.1.0 and 4.2.0"
        return _is_place(tokens, before - 1)
    return tokens[before].tag in (Tag.AUXILIARY, Tag.VERB)


def _sections(one: Evidence) -> list[str]:
    """Return the numbers of the sections that a sentence stands in, the nearest first; a heading
    stands in the one that it begins.
    """
    headings = [one.text] if one.kind is BlockKind.HEADING else []
    headings += [upper.text for upper in one.upper if upper.kind is BlockKind.HEADING]
    openings = (opening.match(text) for text in headings for opening in _OPENINGS)
    return [found[1] for found in openings if found]


def _is_in(asked: Set[str], sections: Sequence[str]) -> bool:
    """Whether one of the sections is asked about, or is a part of one: 2.1.3 is of 2.1."""
    return any(f"{own}.".startswith(f"{one}.") for own in sections for one in asked)


def _numbers(text: str) -> Iterator[str]:
    return (found[1] for found in _NUMBER.finditer(text))
