"""Puts the lines of a page into columns, one after the other in the order of reading.

The order of the file is mostly that of reading. Two things are mended: a column whose part further
up comes later in the file, and lines that run across the gutter between two columns.
"""

from collections.abc import Iterator, Sequence

from index.documents.formats.pdf.layout.geometry import Box
from index.documents.formats.pdf.layout.tables import Table
from index.documents.formats.pdf.layout.text_lines import TextLine, around, is_prose, side_of

_NEXT_LINE = 2.6  # times the size of type: so far down a column goes on
_SHARED = 0.2  # of the narrower one's width, for one to stand above the other
_MOST_TO_ORDER = 400  # columns and pieces of columns; a page of more is a drawing


Column = list[TextLine] | Table
"""Lines that run straight down, or a table."""


def columns_of(items: Sequence[TextLine | Table]) -> list[Column]:
    """Return what stands on a page in the order of reading.

    Lines that run in another direction come last, each by itself.
    """
    flows: list[Column] = []
    for flow in _flows(items):
        flows += [flow] if isinstance(flow, Table) else _sides(flow)
    aside = [[line] for line in items if isinstance(line, TextLine) and line.aside]
    return [*_ordered(flows), *aside]


def _flows(items: Sequence[TextLine | Table]) -> Iterator[Column]:
    flow: list[TextLine] = []
    for item in items:
        if isinstance(item, TextLine) and item.aside:
            continue
        if flow and (isinstance(item, Table) or not _follows(flow[-1], item)):
            yield flow
            flow = []
        if isinstance(item, Table):
            yield item
        else:
            flow.append(item)
    if flow:
        yield flow


def _follows(before: TextLine, line: TextLine) -> bool:
    down = line.base - before.base
    size = max(line.size, before.size)
    return 0.3 * size < down < _NEXT_LINE * size and before.box.is_over_or_under(line.box)


def _sides(flow: list[TextLine]) -> Iterator[list[TextLine]]:
    """Yield the two sides of a gutter that most of the lines run across, or the lines as they are.

    Only prose is parted: the cells of a table must stay in their rows.
    """
    across = [line for line in flow if len(line.segments) == 2]
    if not is_prose(flow):
        yield flow
        return
    left = max(line.segments[0].box.right for line in across)
    right = min(line.segments[1].box.left for line in across)
    whole = [line for line in flow if len(line.segments) != 2]
    crossed = any(line.box.left < left and line.box.right > right for line in whole)
    if left >= right or crossed:
        yield flow
        return
    yield [side_of(line, 0) for line in flow if line in across or line.box.left < left]
    yield [side_of(line, -1) for line in flow if line in across or line.box.left >= left]


def _ordered(flows: list[Column]) -> list[Column]:
    """Return the stretches in their order, but none before one that stands straight above it.

    This is the first rule of Breuel, "High performance document layout analysis" (2003).
    """
    if len(flows) > _MOST_TO_ORDER:
        return flows
    boxes = [flow.box if isinstance(flow, Table) else around(flow) for flow in flows]
    above = [
        {i for i, other in enumerate(boxes) if i != n and _is_above(other, box)}
        for n, box in enumerate(boxes)
    ]
    ordered: list[Column] = []
    waiting = list(range(len(flows)))
    while waiting:
        number = next((n for n in waiting if not above[n].intersection(waiting)), waiting[0])
        waiting.remove(number)
        ordered.append(flows[number])
    return ordered


def _is_above(box: Box, other: Box) -> bool:
    """Whether a box stands straight above another one."""
    shared = min(box.right, other.right) - max(box.left, other.left)
    width = min(box.width, other.width)
    middle = (other.top + min(other.bottom, other.top + box.height)) / 2
    return shared > _SHARED * width and box.bottom <= middle
