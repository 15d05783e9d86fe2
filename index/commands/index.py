"""The index commands, alone as `python -m index` and as part of `pincite`."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.commands.files import print_files, print_names, print_report
from index.commands.generations import prune, rollback, status, verify
from index.commands.terminal import AsJson, DataDir, build_progress, line, print_json, run, say
from index.commands.uploads import add, remove
from index.errors import PinciteError, UsageError

if TYPE_CHECKING:
    from index.building.sources import Sources
    from index.settings import IndexSettings

_Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATH]...", help="Folders or files to index; without any, those of last time."
    ),
]
_Include = Annotated[
    list[str] | None,
    typer.Option(metavar="PATTERN", help="Index only files of this pattern, as in .gitignore."),
]
_Exclude = Annotated[
    list[str] | None, typer.Option(metavar="PATTERN", help="Leave files of this pattern out.")
]
_Ocr = Annotated[
    bool, typer.Option("--ocr", help="Read pictures of text too; takes seconds a page.")
]
_Password = Annotated[str | None, typer.Option(help="Password of encrypted files; it is not kept.")]
_PlanOnly = Annotated[bool, typer.Option("--plan", help="Show what would change; change nothing.")]
_Watching = Annotated[
    bool, typer.Option("--watch", help="Keep running, and index again when a file changes.")
]


def _index(
    paths: _Paths = None,
    include: _Include = None,
    exclude: _Exclude = None,
    ocr: _Ocr = False,
    password: _Password = None,
    plan_only: _PlanOnly = False,
    watch: _Watching = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Make the index equal to the files: add, update, move, remove."""
    from index.building.sources import Sources
    from index.documents.walk import Patterns
    from index.settings import IndexSettings

    if watch and (plan_only or as_json):
        raise UsageError("--watch cannot be combined with --plan or --json")
    settings = IndexSettings.load(data_dir=data_dir)
    patterns = Patterns(tuple(include or ()), tuple(exclude or ())) if include or exclude else None
    sources = Sources(roots=paths or None, patterns=patterns, password=password, ocr=ocr)
    if plan_only:
        _show_plan(settings, sources, as_json)
        return
    failed = _index_once(settings, sources, as_json)
    if watch:
        _watch(settings, replace(sources, roots=None, patterns=None))
    if failed:
        raise typer.Exit(1)


def _index_once(settings: "IndexSettings", sources: "Sources", as_json: bool) -> bool:
    """Build and print the report; return whether somebody should look at a file."""
    # Imported here, as in all commands: `--help` must not wait for the libraries of a build.
    from index.build import build_index

    with build_progress() as progress:
        report = build_index(settings, say, sources, progress)
    if as_json:
        print_json(asdict(report))
    else:
        print_report(report)
    return bool(report.failed)


def _watch(settings: "IndexSettings", sources: "Sources") -> None:
    from index.building.watch import changes
    from index.generations.publish import Generations

    generations = Generations(settings.data_dir)
    with generations.open_current() as lease:
        roots = [Path(root) for root in lease.manifest.roots]
    if not roots:
        raise UsageError("there is no folder to watch; name one: pincite index FOLDER --watch")
    say(f"Watching {', '.join(map(str, roots))}. Press Ctrl-C to stop.")
    for _ in changes(roots):
        try:
            _index_once(settings, sources, as_json=False)
        except PinciteError as error:
            # The next change may succeed: a folder comes back, another writer ends.
            say(f"Error: {error}", "red")


def _show_plan(settings: "IndexSettings", sources: "Sources", as_json: bool) -> None:
    from index.build import plan_index

    plan = plan_index(settings, say, sources)
    if as_json:
        print_json(asdict(plan))
        return
    if plan.needed:
        line(
            f"Plan: {plan.added} added, {plan.changed} changed, {plan.moved} moved, "
            f"{plan.removed} removed; {plan.encode} passages to encode, "
            f"about {plan.estimated_seconds:.0f} s."
        )
    else:
        line("Nothing would change.")
    if plan.reason:
        line(plan.reason)
    print_names("Would be removed", plan.removed_documents)
    print_files(plan.files, plan.statuses, plan.left_out)


def register(app: typer.Typer) -> None:
    """Add the index commands to a command line."""
    app.command("index")(_index)
    for command in (add, remove, status, verify, rollback, prune):
        app.command()(command)


def main() -> None:
    """Run the index commands alone."""
    app = typer.Typer(help="Build and keep the index.", no_args_is_help=True)
    register(app)
    run(app)
