"""Lines that stand below each other and were not joined: ingredients, places, a stanza.

They are a list without marks. Fields ("Room: 2.02") are none: each line tells of something else.
"""

from index.records import BlockKind
from service.answering.weighing.evidence import Evidence, Place

_FEWEST = 3


def block_of_lines(one: Evidence) -> Place | None:
    """Return where the lines begin of which a sentence is one; None where it is none of several."""
    if one.kind is not BlockKind.PARAGRAPH:
        return None
    first = last = one.number
    while first and _parts_lines(one, first - 1):
        first -= 1
    while last + 1 < len(one.hit.sentences) and _parts_lines(one, last):
        last += 1
    # Where two sentences share a line, it is wrapped prose.
    if last - first + 1 < _FEWEST or _gap(one, first - 1) == " " or _gap(one, last) == " ":
        return None
    texts = [one.hit.stored.of(one.hit.sentences[n].span) for n in range(first, last + 1)]
    if 2 * sum(":" in text for text in texts) > len(texts):
        return None
    return one.document_id, one.hit.sentences[first].span.start


def _parts_lines(one: Evidence, number: int) -> bool:
    """Whether nothing but a line end parts two sentences of one paragraph."""
    kinds = {one.hit.stored.kind_of(n) for n in (number, number + 1)}
    return kinds == {BlockKind.PARAGRAPH} and _gap(one, number) == "\n"


def _gap(one: Evidence, number: int) -> str:
    """Return what parts a sentence of the passage from the next one; "" where there is none."""
    if not 0 <= number < len(one.hit.sentences) - 1:
        return ""
    start = one.hit.stored.passage.start
    before, after = (one.hit.sentences[n].span for n in (number, number + 1))
    return one.hit.stored.text[before.end - start : after.start - start]
