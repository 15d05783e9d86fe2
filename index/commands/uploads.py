"""`pincite add` and `pincite remove`: single files, which need lie in no folder that is indexed."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.commands.files import print_report
from index.commands.terminal import AsJson, DataDir, build_progress, line, print_json, say
from index.errors import GenerationDamaged, IndexMissing, NotUploaded, Unreadable, UsageError
from index.originals import FileStatus

if TYPE_CHECKING:
    from index.building.report import BuildReport
    from index.building.sources import Sources
    from index.seam.held_texts import Texts
    from index.settings import IndexSettings
    from index.uploads.incoming import IncomingFile
    from index.uploads.uploads import Kept, Uploads

_BLOCK = 2**20  # bytes
_READ = (FileStatus.INDEXED, FileStatus.STALE)


def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files to add.")],
    ocr: Annotated[
        bool, typer.Option("--ocr", help="Read pictures of text too; takes seconds a page.")
    ] = False,
    password: Annotated[
        str | None, typer.Option(help="Password of encrypted files; it is not kept.")
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Keep a copy of each file and index it, beside the folders that are indexed."""
    from index.building.sources import Sources
    from index.settings import IndexSettings
    from index.uploads.choosing import uploads_of

    for path in files:
        _check(path)
    settings = IndexSettings.load(data_dir=data_dir)
    uploads = uploads_of(settings)
    with ExitStack() as open_files:
        arrivals = [(path.name, _copied(path, uploads, open_files)) for path in files]
        kept = uploads.keep(arrivals, _store(settings))
    report = _build(settings, Sources(password=password, ocr=ocr))
    _tell(report, kept, as_json)


def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Such as uploads/report.pdf.")],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Remove files that were added, and their documents."""
    from index.building.sources import Sources
    from index.settings import IndexSettings
    from index.uploads.choosing import uploads_of

    settings = IndexSettings.load(data_dir=data_dir)
    try:
        uploads_of(settings).remove(ids, _store(settings))
    except NotUploaded as error:
        raise UsageError(f"{error}. Nothing was changed") from error
    _tell(_build(settings, Sources()), (), as_json)


def _check(path: Path) -> None:
    """Raise UsageError for what cannot be added."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder; index folders with: pincite index FOLDER")
    if not path.is_file():
        raise UsageError(f"{path}: no such file; nothing was changed")


def _copied(path: Path, uploads: "Uploads", open_files: ExitStack) -> "IncomingFile":
    """Return a copy of a file, which is removed with `open_files` unless it is kept."""
    incoming = open_files.enter_context(uploads.receive())
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                incoming.write(block)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be copied ({error.strerror}); nothing was changed"
        ) from error
    except Unreadable as error:
        raise UsageError(f"{path}: {error} ({error.hint}); nothing was changed") from error
    return incoming


def _store(settings: "IndexSettings") -> "Texts | None":
    """Return the store of the current generation, if there is one that can be read."""
    from index.homes.home import home_of

    try:
        return home_of(settings).open_current().generation().store
    except (IndexMissing, GenerationDamaged):
        return None


def _build(settings: "IndexSettings", sources: "Sources") -> "BuildReport":
    from index.build import build_when_free

    with build_progress() as progress:
        return build_when_free(settings, say, sources, progress)


def _tell(report: "BuildReport", kept: "Sequence[Kept]", as_json: bool) -> None:
    """Print what was done; exit with 1 if somebody should look at a file."""
    if as_json:
        added = [{"document_id": k.upload.document_id, "known": k.known} for k in kept]
        print_json({"uploads": added, **asdict(report)})
    else:
        unread = {one.path for one in report.files if one.status not in _READ}
        for one in kept:
            is_read = one.upload.document_id not in unread
            what = "Already there" if one.known else "Added" if is_read else "Kept, but not read"
            line(f"{what}: {one.upload.document_id}")
        print_report(report)
    if report.failed:
        raise typer.Exit(1)
