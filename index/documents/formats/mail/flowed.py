"""Joins the lines of text/plain that its author did not end (format=flowed, RFC 3676)."""

import re

_QUOTES = re.compile(r">*")
_SIGNATURE = "-- "


def unflowed(text: str, delete_space: bool) -> str:
    """Return the text with one line for each paragraph, quoted ones begun with ">".

    delete_space: whether the blank at the end of a flowed line is no part of the text ("delsp").
    """
    lines: list[str] = []
    open_depth: int | None = None  # how often the paragraph is quoted that the next line may go on
    for line in text.splitlines():
        depth = len(_QUOTES.match(line)[0])  # type: ignore[index]
        content = line[depth:].removeprefix(" ")
        if depth == open_depth and content != _SIGNATURE:
            lines[-1] += content
        else:
            lines.append(f"{'>' * depth} {content}" if depth else content)
        flows = content.endswith(" ") and content != _SIGNATURE
        open_depth = depth if flows else None
        if flows and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)
