"""Joins what a column or a page end parts, and writes the blocks of all pages into one text."""

from collections import Counter
from collections.abc import Sequence

from index.documents.formats.pdf.blocks.drafts import Draft
from index.documents.formats.pdf.blocks.paragraphs import runs_on
from index.documents.formats.pdf.layout.typography import Typography
from index.documents.marks import CLOSERS, STOPS, WIDE_STOPS
from index.records import BlockKind

_FULL = 0.9  # of the width of its paragraph: a last line that did not end on purpose
_GOES_ON = (BlockKind.PARAGRAPH, BlockKind.ITEM)
_FLOATS = (BlockKind.NOTE, BlockKind.ROW)  # may stand between two parts of a paragraph
_LEVELS = 6


def joined(drafts: Sequence[Draft], type_: Typography) -> list[Draft]:
    """Return the blocks of a document, those that go on in another column or on another page whole.

    Notes and tables between two parts move before or behind the whole, so that pages stay in order.
    """
    result: list[Draft] = []
    for draft in drafts:
        place = _open_place(result)
        if place is None or not _continues(result[place], draft, type_):
            result.append(draft)
            continue
        page = draft.lines[0].page
        whole, between = result[place], result[place + 1 :]
        whole.lines = [*whole.lines, *draft.lines]
        whole.last = draft.last
        before = [d for d in between if _page_of(d) < page]
        result[place:] = [*before, whole, *(d for d in between if _page_of(d) >= page)]
    _set_levels(result)
    return result


def _open_place(drafts: Sequence[Draft]) -> int | None:
    """Return the place of the last block that may go on, where only notes and tables follow."""
    for place in range(len(drafts) - 1, -1, -1):
        if drafts[place].kind in _GOES_ON:
            return place
        if drafts[place].kind not in _FLOATS:
            return None
    return None


def _page_of(draft: Draft) -> int:
    return draft.table.page if draft.table else draft.lines[0].page


def _continues(whole: Draft, draft: Draft, type_: Typography) -> bool:
    """Whether a block is the rest of one that ended its column."""
    if draft.kind is not BlockKind.PARAGRAPH or not (whole.last and draft.first):
        return False
    last, first = whole.lines[-1], draft.lines[0]
    if last.aside or first.aside or abs(last.size - first.size) > 0.1 * last.size:
        return False
    if last.hyphen or runs_on(last.text, first.text):
        return True
    text = last.text.rstrip().rstrip(CLOSERS)
    if text[-1:] in STOPS + WIDE_STOPS + ":" or not type_.is_alike(last, first):
        return False
    indented = len(draft.lines) > 1 and first.box.left > draft.lines[1].box.left + 0.7 * first.size
    return len(whole.lines) > 1 and _fill(whole) >= _FULL and not indented


def _fill(draft: Draft) -> float:
    """Return how far the last line runs, as a share of the lines of its block on its page."""
    page = draft.lines[-1].page
    boxes = [line.box for line in draft.lines[-8:] if line.page == page]
    left, right = min(b.left for b in boxes), max(b.right for b in boxes)
    return (boxes[-1].right - left) / max(1.0, right - left)


def _set_levels(drafts: Sequence[Draft]) -> None:
    """Rank the headings by the size of their type, largest first."""
    headings = [draft for draft in drafts if draft.kind is BlockKind.HEADING]
    sizes = Counter(round(2 * draft.lines[0].size) / 2 for draft in headings)
    ranks = {size: rank for rank, size in enumerate(sorted(sizes, reverse=True), 1)}
    for draft in headings:
        draft.level = min(_LEVELS, ranks[round(2 * draft.lines[0].size) / 2])
