"""Makes one text of the lines of all pages. READ FIRST.

Tables are found, then columns; columns are parted into paragraphs; those that a page end parts are
joined; and all is written in one go.
"""

from collections.abc import Sequence

from index.documents.formats.pdf.blocks.drafts import Draft, drafts_of
from index.documents.formats.pdf.blocks.hyphens import Joints
from index.documents.formats.pdf.blocks.joining import joined
from index.documents.formats.pdf.blocks.writing import Labels, written
from index.documents.formats.pdf.layout.columns import columns_of
from index.documents.formats.pdf.layout.grids import with_grids
from index.documents.formats.pdf.layout.running import PageLines
from index.documents.formats.pdf.layout.tables import with_tables
from index.documents.formats.pdf.layout.typography import Typography
from index.records import Shape


def whole_text(pages: Sequence[PageLines], type_: Typography, labels: Labels) -> tuple[str, Shape]:
    """Return the text of all pages and its shape."""
    drafts: list[Draft] = []
    for page in pages:
        gridded = with_grids(page.lines, page.rules, type_)
        columns = columns_of(with_tables(gridded, type_))
        drafts += drafts_of(columns, page.height, type_)
    lines = (line for page in pages for line in page.lines)
    return written(joined(drafts, type_), Joints(lines), labels)
