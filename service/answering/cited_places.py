"""Where in the original a quote stands, as people say it: page 7, slides 3 to 4, sheet Prices."""

from bisect import bisect_right
from collections.abc import Sequence

from index.records import BlockKind, Document, Place
from service.records import CitedPlace


def cited_places(places: Sequence[Place]) -> list[CitedPlace]:
    """Return one place of each kind, in order; those that follow each other as one.

    places: all that the quote touches, the outermost first.
    """
    by_kind: dict[str, list[Place]] = {}
    for place in places:
        by_kind.setdefault(place.kind, []).append(place)
    return [_cited(several[0], several[-1]) for several in by_kind.values()]


def _cited(first: Place, last: Place) -> CitedPlace:
    label = label_of(first)
    if first != last:
        label = f"{first.kind}s {first.value} to {last.value}"
    return CitedPlace(first.kind, number_in(first.value), number_in(last.value), label)


def headings_above(document: Document, position: int) -> list[str]:
    """Return the headings above what stands at a position of a document, the outermost first."""
    blocks = document.shape.blocks
    place = bisect_right(blocks, position, key=lambda block: block.start) - 1
    under = blocks[place].under if place >= 0 else None
    headings: list[str] = []
    while under is not None:
        if blocks[under].kind is BlockKind.HEADING:
            headings.insert(0, " ".join(blocks[under].span.of(document.text).split()))
        under = blocks[under].under
    return headings


def label_of(place: Place) -> str:
    """Return a place as people say it."""
    return place.label or f"{place.kind} {place.value}"


def number_in(value: str) -> int | str:
    """Return the number that `value` writes as people do, or else `value` itself."""
    is_number = value.isascii() and value.isdecimal() and len(value) < 10
    return int(value) if is_number and str(int(value)) == value else value
