"""`pincite move-index`: carry the index to another store, and back."""

from dataclasses import asdict
from typing import Annotated

import typer

from index.commands.terminal import AsJson, DataDir, line, print_json
from index.printable import counted

_FILES = "files"
_To = Annotated[
    str,
    typer.Option(
        "--to",
        metavar="STORE",
        help="Where to: an address as in PINCITE_STORE, or `files` for the data folder.",
    ),
]
_From = Annotated[
    str | None,
    typer.Option("--from", metavar="STORE", help="Where from, likewise; by default PINCITE_STORE."),
]


def move_index(
    to: _To, from_store: _From = None, data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """Copy the current generation to another store, and compare what arrived."""
    from index.errors import UsageError
    from index.homes.home import home_of
    from index.homes.moving import move
    from index.settings import IndexSettings

    settings = IndexSettings.load(data_dir=data_dir)
    source = settings.store if from_store is None else _store_of(from_store)
    target = _store_of(to)
    if source == target:
        raise UsageError("the index is there already: --to names the store that it is in")
    homes = [home_of(settings.model_copy(update={"store": store})) for store in (source, target)]
    moved = move(*homes)
    if as_json:
        print_json(asdict(moved))
        return
    line(
        f"Moved generation {moved.left}: {counted(moved.documents, 'document')}, "
        f"{counted(moved.passages, 'passage')}, {counted(moved.sentences, 'sentence')}. It is "
        f"generation {moved.generation} there, and the same (SHA-256 {moved.sha256})."
    )
    line(
        f"To use it, set PINCITE_STORE={target}" if target else "To use it, leave PINCITE_STORE out"
    )


def _store_of(name: str) -> str:
    return "" if name == _FILES else name
