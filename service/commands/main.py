"""The `pincite` command: ask, check, serve, mcp, evaluate, feedback, key, database; the index's."""

from typing import TYPE_CHECKING, Annotated

import typer

from index.commands.index import register
from index.commands.terminal import DataDir, build_progress, line, run, say
from index.errors import PinciteError
from index.printable import counted
from service.commands import database, key
from service.commands.ask import ask
from service.commands.backup import backup, restore
from service.commands.check import check
from service.commands.evaluate import evaluate
from service.commands.feedback import feedback
from service.commands.mcp import mcp

if TYPE_CHECKING:
    from service.wiring import Parts

_STOP = "Press Ctrl-C to stop."

app = typer.Typer(
    help="Ask your documents; every sentence of the answer is pinned to the place it comes from.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(ask)


def _tell_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        line(f"pincite {version('pincite')}")
        raise typer.Exit


@app.callback()
def options(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Tell the version."),
    ] = False,
) -> None:
    """Options before any command."""


@app.command()
def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on. [env: PINCITE_HOST]")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on. [env: PINCITE_PORT]")
    ] = None,
    allow_anyone: Annotated[
        bool | None,
        typer.Option(
            "--allow-anyone",
            help="Let anyone who can reach the server ask, from any machine, as long as there is "
            "no API key. [env: PINCITE_ALLOW_ANYONE]",
        ),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Serve the API and the chat page. Without an index, build one first: of the files that were
    added, else of the seed articles.
    """
    from index.build import build_index
    from index.building.sources import Sources, default_roots
    from index.homes.home import home_of
    from service.http import server
    from service.http.exchange.logs import logging_to_stdout
    from service.indexing.renewal import index_waiting, renew_outdated
    from service.settings import Settings
    from service.wiring import keys_of, wire

    settings = Settings.load(host=host, port=port, allow_anyone=allow_anyone, data_dir=data_dir)
    # This comes before the long work, so that a port in use or a wrong model is reported at once.
    keys = keys_of(settings)
    with server.ending_on_sigterm(), server.listen(settings, keys, _warn) as listener:
        parts = wire(settings, say)
        generations = home_of(settings)
        if generations.current_stamp() is None:
            what = "files that were added" if parts.uploads.all() else "seed articles"
            say(f"No index yet: building one of the {what}.")
            with build_progress() as progress:
                build_index(settings, say, Sources(default_roots=default_roots()), progress)
        with logging_to_stdout(settings):
            say(f"{_holdings(parts)} at {server.url_of(listener, settings.root)}   {_STOP}")
            renew_outdated(parts.library, generations, parts.indexer)
            index_waiting(parts.library, generations, parts.indexer, parts.uploads)
            server.run(parts, listener)


for _command in (check, evaluate, feedback, mcp, backup, restore):
    app.command()(_command)
app.add_typer(key.app, name="key")
app.add_typer(database.app, name="database")
register(app)


def _holdings(parts: "Parts") -> str:
    """Load the index, and return what the server answers from.

    The server starts even if the index cannot be loaded; the reason is then printed.
    """
    try:
        manifest = parts.library.searcher().generation.manifest
    except PinciteError as error:
        say(f"Error: {error}")
        return "Pincite cannot answer yet, but it is running"
    for message in parts.library.damaged:
        say(f"Warning: {message}")
    documents = counted(manifest.documents, "document")
    return f"Pincite answers from {documents} (generation {manifest.number})"


def _warn(message: str) -> None:
    say(f"Warning: {message}", "yellow")


def main() -> None:
    """Run the command line."""
    run(app)
