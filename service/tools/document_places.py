"""A place in a document, as an agent names it -> the part of the text to read."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from index.records import Block, BlockKind, Document, Span
from service.errors import BadArguments
from service.sources import label_of
from service.tools.tool_arguments import ReadArguments

_MOST_NAMED = 12  # places or headings that an error names
_BEFORE = 4  # a part of the text is shown with a quarter of the reading before it


def part_to_read(document: Document, asked: ReadArguments) -> tuple[Span, Span | None]:
    """Return what to read of a document, at most as much as asked; and the text that was found.

    Raises BadArguments where the document has no such place; the message names some that it has.
    """
    found = None
    if asked.text:
        found = _found(document, asked.text)
        start = max(0, found.start - asked.max_characters // _BEFORE)
        whole = Span(_at_line(document.text, start, found.start), len(document.text))
    elif asked.heading:
        whole = _section(document, asked.heading)
    elif asked.place:
        whole = _place(document, asked.place)
    else:
        whole = _from_to(document, asked.start or 0, asked.end)
    return Span(whole.start, min(whole.end, whole.start + asked.max_characters)), found


def _from_to(document: Document, start: int, end: int | None) -> Span:
    length = len(document.text)
    if start > 0 and start >= length:
        raise BadArguments(f"the document has {length:,} characters; start must be less")
    return Span(start, length if end is None else min(end, length))


def _found(document: Document, text: str) -> Span:
    """Return where a part of the text stands; white space and letter case may differ."""
    exact = document.text.find(text)
    if exact >= 0:
        return Span(exact, exact + len(text))
    words = r"\s+".join(map(re.escape, text.split()))
    match = re.search(words, document.text, re.IGNORECASE)
    if match is None:
        raise BadArguments(
            "that text does not stand in the document; give a few words exactly as they stand "
            "there, or use the tool search"
        )
    return Span(*match.span())


def _at_line(text: str, start: int, end: int) -> int:
    """Return where a line begins between two positions; `start` if none does."""
    line = text.find("\n", start, end)
    return start if start == 0 or line < 0 else line + 1


def _section(document: Document, heading: str) -> Span:
    """Return a section: its heading, and all before the next one of its level or above."""
    blocks = document.shape.blocks
    headings = [number for number, one in enumerate(blocks) if one.kind is BlockKind.HEADING]
    names = {number: _folded(blocks[number].span.of(document.text)) for number in headings}
    wanted = _folded(heading)
    chosen = next((number for number, name in names.items() if name == wanted), None)
    if chosen is None:
        chosen = next((number for number, name in names.items() if wanted in name), None)
    if chosen is None:
        known = [" ".join(blocks[number].span.of(document.text).split()) for number in headings]
        raise BadArguments(f"the document has no such heading; {_some('headings', known)}")
    return Span(blocks[chosen].start, _end_of(document, blocks, chosen, headings))


def _end_of(document: Document, blocks: tuple[Block, ...], chosen: int, headings: list[int]) -> int:
    level = blocks[chosen].level
    later = headings[bisect_right(headings, chosen) :]
    ends = (blocks[number].start for number in later if blocks[number].level <= level)
    return next(ends, len(document.text))


def _place(document: Document, name: str) -> Span:
    """Return the page, slide, sheet or part of that name, or of that number."""
    wanted = _folded(name)
    for place in document.shape.places:
        if wanted in (
            _folded(place.value),
            _folded(label_of(place)),
            f"{place.kind} {place.value}",
        ):
            return Span(place.start, place.end)
    known = list(dict.fromkeys(label_of(place) for place in document.shape.places))
    raise BadArguments(f"the document has no such place; {_some('places', known)}")


def _some(what: str, known: list[str]) -> str:
    if not known:
        return f"it has no {what}: read it by start"
    more = f", and {len(known) - _MOST_NAMED} more" if len(known) > _MOST_NAMED else ""
    return f"it has: {', '.join(_shortened(known))}{more}"


def _shortened(known: list[str]) -> Iterator[str]:
    return (name if len(name) <= 80 else f"{name[:79]}…" for name in known[:_MOST_NAMED])


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
