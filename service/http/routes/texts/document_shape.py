"""The shape of a document as the API gives it: blocks, links and places.

All offsets count Unicode code points of the document's text, and ends are exclusive.
"""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from index.records import Block, BlockKind, Place
from service.sources import label_of, number_in

_LEFT_OUT = Field(exclude_if=lambda value: value is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentBlock:
    """`text[start:end]` and what it is. What does not apply to its kind is left out.

    level: of a heading, from 1; of an item, how deep its list is nested, from 1. ordered, number:
    of an item, whether its list is numbered, and its number there. language: of code, where it is
    named. header, cells: of a row, whether it names the columns, and the start and end of each
    cell.
    """

    kind: BlockKind
    level: Annotated[int | None, _LEFT_OUT] = None
    ordered: Annotated[bool | None, _LEFT_OUT] = None
    number: Annotated[int | None, _LEFT_OUT] = None
    language: Annotated[str | None, _LEFT_OUT] = None
    header: Annotated[bool | None, _LEFT_OUT] = None
    cells: Annotated[list[tuple[int, int]] | None, _LEFT_OUT] = None
    start: int
    end: int

    @classmethod
    def of(cls, block: Block) -> "DocumentBlock":
        is_item, is_row = block.kind is BlockKind.ITEM, block.kind is BlockKind.ROW
        return cls(
            kind=block.kind,
            level=block.level or None,
            ordered=block.number is not None if is_item else None,
            number=block.number,
            language=block.language,
            header=block.header if is_row else None,
            cells=[(cell.start, cell.end) for cell in block.cells] if is_row else None,
            start=block.start,
            end=block.end,
        )


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """`text[start:end]` points to `href`, which is as the author wrote it."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """Where in its original `text[start:end]` stands.

    kind: page, slide, sheet, row, message or part. value: which one; a number where it is one.
    label: both, as people say it.
    """

    kind: str
    value: int | str
    label: str
    start: int
    end: int

    @classmethod
    def of(cls, place: Place) -> "DocumentPlace":
        value = number_in(place.value)
        return cls(place.kind, value, label_of(place), place.start, place.end)
