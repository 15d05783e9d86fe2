"""The words in charts and diagrams (SmartArt), which lie in parts of their own."""

from collections.abc import Iterator, Mapping

from lxml import etree

from index.documents.formats.decoding.opc import Package, Relationship
from index.documents.formats.decoding.qualified_names import (
    attribute,
    child,
    children,
    descendants,
)
from index.documents.formats.office.table_rows import add_rows
from index.documents.shape import Piece, TextBuilder, block_of
from index.records import BlockKind

_MOST_POINTS = 1000  # a chart of more is a picture


def add_graphics(
    builder: TextBuilder,
    package: Package,
    related: Mapping[str, Relationship],
    drawing: etree._Element,
) -> None:
    """Append the words of the charts and diagrams in a drawing.

    related: what the part that holds the drawing names.
    """
    for one in descendants(drawing, "c:chart"):
        chart = related.get(attribute(one, "r:id"))
        _add_chart(builder, package.optional_xml(chart.target if chart else None))
    for one in descendants(drawing, "dgm:relIds"):
        diagram = related.get(attribute(one, "r:dm"))
        _add_diagram(builder, package.optional_xml(diagram.target if diagram else None))


def _add_chart(builder: TextBuilder, root: etree._Element | None) -> None:
    """Append a chart as the table that it was drawn from: a row a category, a column a series."""
    chart = child(root, "c:chart")
    title = " ".join(_words(child(chart, "c:title")))
    builder.add(block_of(BlockKind.PARAGRAPH), [Piece(title)])
    columns: list[dict[str, str]] = []
    names, categories = [""], dict[str, str]()
    for series in descendants(chart, "c:ser"):
        names.append(" ".join(_points(child(series, "c:tx")).values()))
        categories = _points(child(series, "c:cat")) or categories
        columns.append(_points(child(series, "c:val")))
    rows = [names] if any(names) else []
    for point, category in categories.items():
        rows.append([category, *(column.get(point, "") for column in columns)])
    if len(rows) * len(names) <= _MOST_POINTS:
        cells = [[[Piece(cell)] for cell in row] for row in rows]
        add_rows(builder, cells, headers=(0,) if any(names) else ())


def _points(element: etree._Element | None) -> dict[str, str]:
    """Return the values that a chart keeps of the cells it was drawn from, by their place."""
    return {
        point.get("idx", ""): _shortened(" ".join(one.text or "" for one in children(point, "c:v")))
        for point in descendants(element, "c:pt")
    }


def _shortened(value: str) -> str:
    """Return a number without the digits that only a computer's arithmetic gave it."""
    try:
        return f"{float(value):.10g}" if len(value) > 11 else value
    except ValueError:
        return value


def _add_diagram(builder: TextBuilder, root: etree._Element | None) -> None:
    """Append the texts of a diagram, each as an item."""
    group = object()
    for point in descendants(root, "dgm:pt"):
        text = " ".join(_words(child(point, "dgm:t")))
        item = block_of(BlockKind.ITEM, level=1)
        builder.add(item, [Piece("- "), Piece(text)] if text else [], group)


def _words(element: etree._Element | None) -> Iterator[str]:
    """Yield the text of each paragraph of DrawingML in an element."""
    for paragraph in descendants(element, "a:p"):
        text = "".join(one.text or "" for one in descendants(paragraph, "a:t")).strip()
        if text:
            yield text
