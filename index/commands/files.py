"""Prints what a build did, and what came of the files, for a person at the terminal."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from index.commands.terminal import line, say
from index.printable import counted

if TYPE_CHECKING:
    from index.building.report import BuildReport
    from index.originals import FileReport, FileStatus

_MOST_FAILURES, _MOST_OTHERS = 20, 5  # named, of one status
_MOST_NAMES = 20  # documents
_LEFT_OUT = {
    "hidden": "hidden",
    "ignored": "ignored by .gitignore",
    "litter": "left by tools",
    "excluded": "excluded by pattern",
}


def print_report(report: "BuildReport") -> None:
    """Print what a build did."""
    if report.reason:
        line(report.reason)
    if report.published:
        line(
            f"Generation {report.generation}: {report.added} added, {report.changed} changed, "
            f"{report.moved} moved, {report.removed} removed; "
            f"{counted(report.encoded, 'passage')} encoded."
        )
    else:
        line(f"No change; generation {report.generation} stays.")
    line(
        f"The index holds {counted(report.documents, 'document')}, "
        f"{counted(report.passages, 'passage')}, {counted(report.sentences, 'sentence')} "
        f"({report.seconds['total']:.1f} s)."
    )
    print_names("Removed", report.removed_documents)
    print_files(report.files, report.statuses, report.left_out)


def print_names(title: str, names: Sequence[str]) -> None:
    """Print each name behind a title, at most so many."""
    for name in names[:_MOST_NAMES]:
        line(f"{title}: {name}")
    if len(names) > _MOST_NAMES:
        line(f"{title}: {len(names) - _MOST_NAMES} more")


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
