"""Prints what came of the files, for a person at the terminal."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from index.commands.terminal import line, say

if TYPE_CHECKING:
    from index.originals import FileReport, FileStatus

_MOST_FAILURES, _MOST_OTHERS = 20, 5  # named, of one status
_LEFT_OUT = {
    "hidden": "hidden",
    "ignored": "ignored by .gitignore",
    "litter": "left by tools",
    "excluded": "excluded by pattern",
}


def print_files(
    files: "Sequence[FileReport]",
    statuses: "Mapping[FileStatus, int]",
    left_out: Mapping[str, int],
) -> None:
    """Print how many files have each status, and which are not plainly indexed, and why."""
    if set(statuses) - {"indexed"}:
        counts = (f"{count} {status.replace('_', ' ')}" for status, count in statuses.items())
        line(f"Files: {', '.join(counts)}.")
    if left_out:
        counts = (f"{count} {_LEFT_OUT[reason]}" for reason, count in left_out.items())
        line(f"Left out: {', '.join(counts)}.")
    for status in statuses:
        of_status = [report for report in files if report.status == status]
        most = _MOST_FAILURES if status.is_failure else _MOST_OTHERS
        for report in of_status[:most]:
            say(in_words(report), "yellow" if status.is_failure else "")
        if len(of_status) > most:
            say(f"{_name(status)}: {len(of_status) - most} more; see pincite status --files")


def in_words(report: "FileReport") -> str:
    """Return what came of a file in one line."""
    hint = f" ({report.hint})" if report.hint else ""
    return f"{_name(report.status)}: {report.path}: {report.reason}{hint}"


def _name(status: "FileStatus") -> str:
    return status.replace("_", " ").capitalize()
