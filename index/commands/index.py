"""The index commands, alone as `python -m index` and as part of `pincite`."""

import re
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from index.commands.files import print_files, print_names, print_report
from index.commands.generations import prune, rollback, status, verify
from index.commands.move_index import move_index
from index.commands.move_uploads import move_uploads
from index.commands.terminal import AsJson, DataDir, build_progress, line, print_json, run, say
from index.commands.uploads import add, remove
from index.errors import PinciteError, UsageError

_ADDRESS = re.compile(r"auto|local|[\w.\[\]:-]+:\d+")
_LOCAL = "local"  # the cluster of this machine alone: index.cluster.session.LOCAL

if TYPE_CHECKING:
    from index.building.sources import Sources
    from index.settings import IndexSettings

_Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATH]...",
        help="Folders, files or s3://bucket/prefix to index; without any, those of last time.",
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
_Ray = Annotated[
    str | None,
    typer.Option(
        "--ray",
        metavar="[ADDRESS]",
        help="Read, split and encode on the Ray cluster at ADDRESS, host:port or auto; without "
        "one, on a cluster of this machine alone.",
    ),
]
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
    ray: _Ray = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Make the index equal to the files: add, update, move, remove."""
    from index.building.sources import Sources
    from index.documents.walk import Patterns
    from index.settings import IndexSettings

    if watch and (plan_only or as_json):
        raise UsageError("--watch cannot be combined with --plan or --json")
    if watch:
        _refuse_objects(paths or ())
    settings = IndexSettings.load(data_dir=data_dir)
    patterns = Patterns(tuple(include or ()), tuple(exclude or ())) if include or exclude else None
    sources = Sources(roots=paths or None, patterns=patterns, password=password, ocr=ocr)
    if plan_only:
        _show_plan(settings, sources, as_json, ray)
        return
    failed = _index_once(settings, sources, as_json, ray)
    if watch:
        _watch(settings, replace(sources, roots=None, patterns=None), ray)
    if failed:
        raise typer.Exit(1)


def _index_once(
    settings: "IndexSettings", sources: "Sources", as_json: bool, ray: str | None
) -> bool:
    """Build and print the report; return whether somebody should look at a file."""
    # Imported here, as in all commands: `--help` must not wait for the libraries of a build.
    from index.build import build_index

    with build_progress() as progress:
        report = build_index(settings, say, sources, progress, ray)
    if as_json:
        print_json(asdict(report))
    else:
        print_report(report)
    return bool(report.failed)


def _watch(settings: "IndexSettings", sources: "Sources", ray: str | None) -> None:
    from index.commands.watch import changes
    from index.homes.home import home_of

    generations = home_of(settings)
    with generations.open_current() as lease:
        roots = [Path(root) for root in lease.manifest.roots]
    _refuse_objects(roots)
    if not roots:
        raise UsageError("there is no folder to watch; name one: pincite index FOLDER --watch")
    say(f"Watching {', '.join(map(str, roots))}. Press Ctrl-C to stop.")
    for _ in changes(roots):
        try:
            _index_once(settings, sources, as_json=False, ray=ray)
        except PinciteError as error:
            # The next change may succeed: a folder comes back, another writer ends.
            say(f"Error: {error}", "red")


def _refuse_objects(roots: Iterable[Path]) -> None:
    """Raise UsageError for a root that tells nobody of its changes."""
    from index.roots import is_object, written

    for root in filter(is_object, roots):
        raise UsageError(
            f"{written(root)} cannot be watched; run pincite index from time to time instead"
        )


def _show_plan(
    settings: "IndexSettings", sources: "Sources", as_json: bool, ray: str | None
) -> None:
    from index.build import plan_index

    plan = plan_index(settings, say, sources, ray)
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


class IndexCommand(TyperCommand):
    """`index`, whose `--ray` may stand without an address: Typer has no such options.

    What follows it is an address only if it is `auto` or ends in a port; any else is a PATH.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the address in where none is named, and parse the arguments."""
        if "--ray" in args:
            place = args.index("--ray") + 1
            if not _ADDRESS.fullmatch("".join(args[place : place + 1])):
                args = [*args[:place], _LOCAL, *args[place:]]
        return super().parse_args(ctx, args)


def register(app: typer.Typer) -> None:
    """Add the index commands to a command line."""
    app.command("index", cls=IndexCommand)(_index)
    commands = (add, remove, status, verify, rollback, prune, move_index, move_uploads)
    for command in commands:
        app.command()(command)


def main() -> None:
    """Run the index commands alone."""
    app = typer.Typer(help="Build and keep the index.", no_args_is_help=True)
    register(app)
    run(app)
