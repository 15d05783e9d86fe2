"""`pincite move-uploads`: carry the files that were added to object storage, and back."""

from typing import Annotated

import typer

from index.commands.terminal import AsJson, DataDir, line, print_json

_FOLDER = "folder"
_To = Annotated[
    str,
    typer.Option(
        "--to",
        metavar="PLACE",
        help="Where to: s3://bucket/prefix, or `folder` for the data folder.",
    ),
]
_From = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="PLACE", help="Where from, likewise; by default PINCITE_UPLOADS."
    ),
]


def move_uploads(
    to: _To, from_place: _From = None, data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """Carry all files that were added to another place, and then remove them from the old one."""
    from index.errors import UsageError
    from index.settings import IndexSettings
    from index.uploads.carrying import carry
    from index.uploads.choosing import uploads_of

    places = [IndexSettings.load().uploads if from_place is None else from_place, to]
    source, target = (
        IndexSettings.load(data_dir=data_dir, uploads="" if place == _FOLDER else place)
        for place in places
    )
    if source.uploads == target.uploads:
        raise UsageError("the files are there already: --to names the place that they are in")
    home = uploads_of(source)
    carried = carry(home, uploads_of(target))
    if carried:
        home.remove([upload.document_id for upload in carried], None)
    if as_json:
        print_json({"uploads": len(carried), "bytes": sum(upload.size for upload in carried)})
        return
    line(f"Moved {len(carried)} files that were added.")
    setting = (
        f"set PINCITE_UPLOADS={target.uploads}" if target.uploads else ("leave PINCITE_UPLOADS out")
    )
    line(f"To use them, {setting}, and run: pincite index")
