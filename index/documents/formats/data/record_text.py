"""Writes a value of JSON as text: short values as lines "key: value", long ones as paragraphs.

A key over other keys is a heading. A list of small objects of one form is a table.
"""

import re
from collections.abc import Sequence

from index.documents.formats.data.json_values import Fields, Value, scalar_text
from index.documents.formats.data.record_facts import title_of
from index.documents.formats.plain.plain_text import add_plain
from index.documents.shape import Piece, TextBuilder, block_of
from index.errors import Unreadable
from index.originals import FileStatus
from index.records import Block, BlockKind

_LONG = 120  # characters: a value that is a text, not the value of a field
_LONGEST_CELL = 100  # characters
_MOST_COLUMNS = 12
_MOST_NUMBERS = 20  # in a list; longer ones are for programs
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_DEEPEST_HEADING = 6
_MOST_VALUES = 500_000
NUMBERS_LEFT_OUT = "long lists of numbers are left out"


class RecordText:
    """A text on its way from values. warnings: what was left out of it."""

    def __init__(self) -> None:
        self.builder = TextBuilder()
        self.warnings: set[str] = set()
        self._values = 0

    def add(self, value: Value, path: str = "$", level: int = 1) -> None:
        """Append a value. path: where it stands, as JSONPath (RFC 9535). level: of headings in it.

        Raises Unreadable where the file holds too many values.
        """
        self._count()
        if isinstance(value, Fields):
            self._add_fields(value, path, level)
        elif isinstance(value, list):
            self._add_list(value, path, level)
        elif text := scalar_text(value):
            add_plain(self.builder, text)

    def _count(self) -> None:
        self._values += 1
        if self._values > _MOST_VALUES:
            reason = f"it holds more than {_MOST_VALUES:,} values"
            raise Unreadable(reason, FileStatus.TOO_LARGE, "split it into smaller files")

    def _add_fields(self, fields: Fields, path: str, level: int) -> None:
        """Append the short values, then the others, which may have headings in them."""
        group = object()
        others = []
        for key, value in fields.pairs:
            self._count()
            text = _line_of(value)
            if text is None or len(text) > _LONG or "\n" in text:
                others.append((key, value))
            elif text:
                line = block_of(BlockKind.PARAGRAPH)
                self.builder.add(line, [Piece(f"{key}: {text}")], group)
        only_text = len(others) == 1 and isinstance(others[0][1], str)
        for key, value in others:
            if isinstance(value, list) and _are_numbers(value):
                self.warnings.add(NUMBERS_LEFT_OUT)
            elif not _is_empty(value):
                if not only_text:
                    self._add_heading(key, level)
                self.add(value, f"{path}.{key}", level + 1)

    def _add_heading(self, text: str, level: int) -> None:
        heading = block_of(BlockKind.HEADING, min(level, _DEEPEST_HEADING))
        self.builder.add(heading, [Piece(text)])

    def _add_list(self, values: Sequence[Value], path: str, level: int) -> None:
        columns = _columns(values)
        if columns:
            self._add_table(values, columns)
            return
        for number, value in enumerate(values):
            here = f"{path}[{number}]"
            if isinstance(value, list | Fields) and "[" in path:
                self._add_record(value, number, here, level)
            elif isinstance(value, list | Fields):
                label = f"{path.removeprefix('$.')}, record {number + 1}"
                with self.builder.at("part", here, label.removeprefix("$, ")):
                    self._add_record(value, number, here, level)
            elif text := scalar_text(value):
                self._count()
                item = block_of(BlockKind.ITEM, 1)
                self.builder.add(item, [Piece(f"- {text}")], values)

    def _add_record(self, value: Value, number: int, path: str, level: int) -> None:
        """Append an object of a list under its title, or its number."""
        self._add_heading(title_of(value) or f"{number + 1}", level)
        self.add(value, path, level + 1)

    def _add_table(self, values: Sequence[Value], columns: Sequence[str]) -> None:
        group = object()
        header = Block(BlockKind.ROW, 0, 0, header=True)
        self.builder.add_row(header, [[Piece(column)] for column in columns], group)
        for value in values:
            self._values += len(columns) - 1
            self._count()
            told = dict(value.pairs) if isinstance(value, Fields) else {}
            cells = [[Piece(scalar_text(told.get(column)) or "")] for column in columns]
            self.builder.add_row(Block(BlockKind.ROW, 0, 0), cells, group)


def _is_empty(value: Value) -> bool:
    if isinstance(value, Fields):
        return all(_is_empty(each) for _, each in value.pairs)
    return all(map(_is_empty, value)) if isinstance(value, list) else not scalar_text(value)


def _line_of(value: Value) -> str | None:
    """Return a value as it stands on a line, also a list of short ones; None for what does not."""
    if not isinstance(value, list):
        return scalar_text(value)
    texts = [scalar_text(each) for each in value]
    if not texts or _are_numbers(value) or any(text is None or len(text) > _LONG for text in texts):
        return None
    return ", ".join(text for text in texts if text)


def _are_numbers(values: Sequence[Value]) -> bool:
    """Whether a list holds many numbers and nothing else, in lists perhaps."""
    flat: list[Value] = []
    for value in values:
        flat += value if isinstance(value, list) else [value]
    return len(flat) > _MOST_NUMBERS and all(map(_is_number, flat))


def _is_number(value: Value) -> bool:
    if isinstance(value, list):
        return all(map(_is_number, value))
    return isinstance(value, str) and _NUMBER.fullmatch(value) is not None


def _columns(values: Sequence[Value]) -> list[str]:
    """Return the keys of a list of small objects of one form, else none."""
    rows = [value for value in values if isinstance(value, Fields)]
    if len(rows) < 2 or len(rows) < len(values):
        return []
    keys: dict[str, int] = {}
    for row in rows:
        for key, value in row.pairs:
            text = scalar_text(value)
            if text is None or len(text) > _LONGEST_CELL or "\n" in text:
                return []
            keys[key] = keys.get(key, 0) + 1
    alike = len(rows) in keys.values() and max(keys.values(), default=0) <= len(rows)
    return list(keys) if alike and 1 < len(keys) <= _MOST_COLUMNS else []
