"""The index commands, for `python -m index` and as part of `pincite`."""

import dataclasses
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

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

from index.errors import PinciteError, UsageError

if TYPE_CHECKING:
    from index.config import IndexSettings
    from index.report import BuildReport

_MOST_NAMES = 20

errors = Console(stderr=True, highlight=False, soft_wrap=True)
output = Console(highlight=False, soft_wrap=True)

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder of the index. [env: PINCITE_DATA_DIR]")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


class ProgressBar:
    """A build's progress on standard error: a bar on a terminal, a line a stage elsewhere."""

    _NAMES: ClassVar = {
        "read": "Reading",
        "split": "Splitting",
        "encode": "Encoding",
        "write": "Writing",
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


def say(message: str) -> None:
    """A line for the person at the terminal, beside the output."""
    errors.print(message, markup=False)


def print_json(document: object) -> None:
    """The one JSON document of a `--json` run."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def run(app: typer.Typer) -> None:
    """Run a command line; a known failure becomes a message and an exit code, 1 or 2 (usage)."""
    try:
        app()
    except PinciteError as error:
        errors.print(f"Error: {error}", style="red", markup=False)
        raise SystemExit(2 if isinstance(error, UsageError) else 1) from None


def default_roots() -> list[Path]:
    """The seed articles: in a checkout beside this package, in an installed one inside it."""
    package = Path(__file__).parent
    seeds = [package.parent / "seeds", package / "seeds"]
    return [folder for folder in seeds if folder.is_dir()][:1]


def build_index(settings: "IndexSettings", roots: list[Path] | None) -> "BuildReport":
    """Build with a progress bar. Raises as `index.build.build` does."""
    # Imported here: a command's help must not wait for the libraries of a build.
    from index.build import build
    from index.encoder.model import load_encoder
    from index.generations import Generations

    encoder = load_encoder(settings, say)
    with ProgressBar() as progress:
        return build(Generations(settings.data_dir), encoder, roots, default_roots(), progress)


def _index(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Folders or files; none: those of the last time."),
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Make the index equal to the files: add, update, move, remove."""
    from index.config import IndexSettings

    report = build_index(IndexSettings.load(data_dir=data_dir), paths or None)
    if as_json:
        print_json(dataclasses.asdict(report))
    else:
        _print_report(report)
    if report.failed:
        raise typer.Exit(1)


def _print_report(report: "BuildReport") -> None:
    def line(text: str) -> None:
        output.print(text, markup=False)

    if report.published:
        line(
            f"Generation {report.generation}: {report.added} added, {report.changed} changed, "
            f"{report.moved} moved, {report.removed} removed; {report.encoded} passages encoded."
        )
    else:
        line(f"No change; generation {report.generation} stays.")
    line(
        f"The index holds {report.documents} documents, {report.passages} passages, "
        f"{report.sentences} sentences ({report.seconds['total']:.1f} s)."
    )
    _print_names("Removed", report.removed_documents, line)
    for failure in report.failed:
        errors.print(f"Not read: {failure.path}: {failure.reason}", style="yellow", markup=False)


def _print_names(title: str, names: list[str], line: Callable[[str], None]) -> None:
    for name in names[:_MOST_NAMES]:
        line(f"{title}: {name}")
    if len(names) > _MOST_NAMES:
        line(f"{title}: {len(names) - _MOST_NAMES} more")


def register(app: typer.Typer) -> None:
    """Add the index commands to a command line."""
    app.command("index")(_index)


def main() -> None:
    app = typer.Typer(help="Build and keep the index.", no_args_is_help=True)
    register(app)
    # A callback makes `index` a command with a name even while it is the only one.
    app.callback()(lambda: None)
    run(app)
