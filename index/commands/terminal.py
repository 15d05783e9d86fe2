"""Options, printing, a progress bar and error messages for all commands."""

import io
import json
import resource
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, ClassVar

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.text import Text

from index.errors import PinciteError, UsageError
from index.printable import printable

errors = Console(stderr=True, highlight=False, soft_wrap=True)
output = Console(highlight=False, soft_wrap=True)

_MOST_FILES = 65_536

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder of the index. [env: PINCITE_DATA_DIR]")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


class ProgressBar:
    """Shows on standard error how far a build is: a bar on a terminal, else a line for each stage.

    It is a ProgressListener, within its `with` block.
    """

    _NAMES: ClassVar = {
        "read": "Reading",
        "split": "Splitting",
        "encode": "Encoding",
        "write": "Writing",
        "ask": "Asking",
        "check": "Checking",
    }

    def __init__(self) -> None:
        self._bar = Bar(
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=errors,
            disable=not errors.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> "ProgressBar":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def stage(self, name: str, total: int) -> None:
        if not errors.is_terminal and total:
            errors.print(f"{self._NAMES[name]} ({total}) ...", markup=False)
        self._task = self._bar.add_task(self._NAMES[name], total=total)

    def advance(self, steps: int = 1) -> None:
        if self._task is not None:
            self._bar.advance(self._task, steps)


@contextmanager
def build_progress() -> Iterator[ProgressBar]:
    """Show the progress of a build; an interrupt becomes a message and exit code 1."""
    try:
        with ProgressBar() as progress:
            yield progress
    except KeyboardInterrupt:
        say("Interrupted: the index is as it was, and what was encoded is kept for the next time.")
        raise typer.Exit(1) from None


def say(message: str, style: str = "") -> None:
    """Print a line for the person at the terminal, on standard error."""
    errors.print(printable(message), style=style, markup=False, emoji=False)


def print_json(document: object) -> None:
    """Print the one JSON document of a `--json` run."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def run(app: typer.Typer) -> None:
    """Run a command line; a known failure becomes a message, and exit code 2 for wrong use or 1."""
    for stream in (sys.stdout, sys.stderr):
        # A file's name may not be valid text, and a terminal may not know every letter.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    _allow_files()
    try:
        app()
    except PinciteError as error:
        say(f"Error: {error}", "red")
        raise SystemExit(2 if isinstance(error, UsageError) else 1) from None


def _allow_files() -> None:
    """Let this process open more files, as far as it may: a large index has several a segment.

    Of 60 segments and two generations they are up to 850, of the 1,024 that are usual.
    """
    some, all_allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    is_endless = all_allowed == resource.RLIM_INFINITY
    most = _MOST_FILES if is_endless else min(all_allowed, _MOST_FILES)
    if some != resource.RLIM_INFINITY and some < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, all_allowed))


def line(text: str = "", style: str = "", bold: Sequence[tuple[int, int]] = ()) -> None:
    """Print a line of output literally: `[1]` is not markup, and `:)` not an emoji.

    bold: parts of the text, from one character to before another.
    """
    shown = Text(printable(text), style=style)
    for start, end in bold:
        shown.stylize("bold", start, end)
    output.print(shown)
