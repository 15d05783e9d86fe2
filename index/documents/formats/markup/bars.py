"""Tables of Markdown: with bars in code that part no cells, and without a rule below the header."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import rules_block
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, getLine

from index.documents.header_row import header_of

_BARE_ROW = re.compile(r"\|.*(?<!\\)\|[ \t]*\Z")
_RULE = re.compile(r"[|:\s-]+\Z")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\1).)+?\1(?!`)")
_NO_BAR = "\ufdd0"  # a noncharacter, which no text has: a bar in code while cells are told apart


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table as GitHub does. But where a row would have more cells than its header, bars in
    code part none, as in Python-Markdown.
    """
    src, before = state.src, len(state.tokens)
    changed = {} if silent else dict(_rows_without_bars_in_code(state, start, end))
    if not changed:
        return rules_block.table(state, start, end, silent)
    parts, done = list[str](), 0
    for first, row in changed.items():
        parts += (src[done:first], row)
        done = first + len(row)
    state.src = "".join([*parts, src[done:]])
    is_table = rules_block.table(state, start, end, silent)
    state.src = src
    for token in state.tokens[before:]:
        token.content = token.content.replace(_NO_BAR, "|")
    return is_table


def _rows_without_bars_in_code(
    state: StateBlock, start: int, end: int
) -> Iterator[tuple[int, str]]:
    """Yield where such rows stand in the source, each with another character for those bars."""
    if start + 1 >= end or not _RULE.match(rule := getLine(state, start + 1)):
        return
    columns = len(_cells(rule))
    for line in range(start + 2, end):
        row = getLine(state, line)
        if not row.strip():
            break
        if "`" in row and len(_cells(row)) > columns:
            plain = _CODE.sub(lambda code: code[0].replace("|", _NO_BAR), row)
            if len(_cells(plain)) == columns:
                yield state.eMarks[line] - len(row), plain


def _cells(row: str) -> list[str]:
    """Return the cells of a line between bars, the first and last of which may be left out."""
    inner = row.strip().removeprefix("|")
    return escapedSplit(inner[:-1] if inner.endswith("|") and inner[-2:] != "\\|" else inner)


def bare_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read lines of as many cells, between bars, as a table without the rule below its header."""
    rows: list[list[str]] = []
    end = min(end, start + 3) if silent else end  # so many lines tell
    while start + len(rows) < end and state.sCount[start + len(rows)] >= state.blkIndent:
        line = getLine(state, start + len(rows))
        if not _BARE_ROW.match(line):
            break
        if _RULE.match(line):  # the row above it is the header of a table with its rule
            rows = rows[:-1]
            break
        cells = [cell.strip() for cell in escapedSplit(line.strip())[1:-1]]
        if rows and len(cells) != len(rows[0]):
            break
        rows.append(cells)
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    if not silent:
        headers = 1 if header_of(rows) == 0 else 0
        state.push("table_open", "table", 1)
        _push_rows(state, "thead", rows[:headers])
        _push_rows(state, "tbody", rows[headers:])
        state.push("table_close", "table", -1)
        state.line = start + len(rows)
    return True


def _push_rows(state: StateBlock, part: str, rows: Sequence[Sequence[str]]) -> None:
    state.push(f"{part}_open", part, 1)
    for row in rows:
        state.push("tr_open", "tr", 1)
        for cell in row:
            state.push("td_open", "td", 1)
            inline = state.push("inline", "", 0)
            inline.content, inline.children = cell, []
            state.push("td_close", "td", -1)
        state.push("tr_close", "tr", -1)
    state.push(f"{part}_close", part, -1)
