"""The commands for the generations: status, verify, rollback, prune."""

import datetime
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.commands.files import in_words
from index.commands.terminal import AsJson, DataDir, line, print_json, say

if TYPE_CHECKING:
    from index.generations.homes import HeldLease, Home
    from index.generations.manifest import Manifest
    from index.originals import FileReport
    from index.seam.held_about import HeldFiles

_PATIENCE_S = 4.0  # a server looks for a new generation every second


def _generations(data_dir: Path | None) -> "Home":
    # Imported here, as in all commands: `--help` must not wait for the libraries of an index.
    from index.homes.home import home_of
    from index.settings import IndexSettings

    generations = home_of(IndexSettings.load(data_dir=data_dir))
    generations.require()
    return generations


def status(
    with_files: Annotated[
        bool, typer.Option("--files", help="Name the files that are not plainly indexed, and why.")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Show what the index holds."""
    generations = _generations(data_dir)
    lease, damaged = generations.open_good()
    files = lease.generation().store.files
    facts = {**_facts(lease), "files": files.counts(), "left_out": lease.manifest.left_out}
    facts |= {"generations": generations.numbers(), "damaged": damaged}
    reports = _not_indexed(files) if with_files else []
    if as_json:
        named = {"not_indexed": [asdict(report) for report in reports]} if with_files else {}
        print_json({**facts, **named})
    else:
        for name, value in facts.items():
            line(f"{name.replace('_', ' '):<14}{_as_text(value) or '-'}")
        for report in reports:
            line(in_words(report))
    if damaged:
        raise typer.Exit(1)


def _facts(lease: "HeldLease") -> dict[str, object]:
    """Return what a generation holds, and what it was made from."""
    from index.settings import IndexSettings

    manifest, settings = lease.manifest, IndexSettings.load()
    return {
        "generation": manifest.number,
        "documents": manifest.documents,
        "passages": manifest.passages,
        "sentences": manifest.sentences,
        "vectors": {"passages": manifest.passage_vectors, "sentences": manifest.sentence_vectors},
        "model": str(manifest.model),
        "model_sha256": manifest.model.sha256,
        "cross_encoder": settings.cross_encoder,
        "uploads": settings.uploads,
        "bytes": lease.size(),
        "created_at": manifest.created_at,
        "age_seconds": _age(manifest),
        "roots": list(manifest.roots),
        "outdated": manifest.outdated,
    }


def _not_indexed(files: "HeldFiles") -> "list[FileReport]":
    """Return what came of all files that are not plainly indexed, by status."""
    from index.originals import FileStatus

    reports = [entry.report for entry in files.all()]
    order = list(FileStatus)
    others = [report for report in reports if report.status is not FileStatus.INDEXED]
    return sorted(others, key=lambda report: order.index(report.status))


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{name} {content}" for name, content in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _age(manifest: "Manifest") -> int:
    """Return the age of a generation in seconds."""
    created = datetime.datetime.fromisoformat(manifest.created_at)
    # A clock that was set back must not give a negative age.
    return max(0, round((datetime.datetime.now(datetime.UTC) - created).total_seconds()))


def verify(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Check every hash, count and offset of the current generation, and sampled searches."""
    from index.errors import GenerationDamaged

    generations = _generations(data_dir)
    number = generations.current_number()
    try:
        with generations.open_current() as lease:
            problems = lease.problems()
    except GenerationDamaged as error:
        problems = [str(error)]
    if as_json:
        print_json({"generation": number, "ok": not problems, "problems": problems})
    elif not problems:
        line(f"Generation {number} is whole.")
    for problem in [] if as_json else problems:
        say(f"Damaged: {problem}", "red")
    if problems:
        raise typer.Exit(1)


def rollback(
    forward: Annotated[
        bool, typer.Option("--forward", help="Go to the next newer generation instead.")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Go back to the previous whole generation; the next `index` removes the newer ones."""
    generations = _generations(data_dir)
    with generations.writer():
        left, taken = generations.step(forward)
        before, now = _documents(generations, left), _documents(generations, taken) or set()
    returned = sorted(now - before) if before is not None else None
    gone = sorted(before - now) if before is not None else None
    if as_json:
        print_json({"from": left, "generation": taken, "returned": returned, "gone": gone})
        return
    line(f"Generation {taken} is current now, instead of {left}.")
    if returned is None:
        line(f"Generation {left} is damaged, so the documents that return are unknown.")
    for name in returned or []:
        line(f"Returned: {name}")
    for name in gone or []:
        line(f"Gone: {name}")


def _documents(generations: "Home", number: int) -> set[str] | None:
    """Return the ids of a generation's documents; None if it is damaged."""
    from index.errors import GenerationDamaged

    try:
        heads = generations.open(number).generation().store.heads()
    except GenerationDamaged:
        return None
    return {head.document_id for head in heads}


def prune(
    keep: Annotated[
        int, typer.Option("--keep", min=1, help="Generations to keep, the current one included.")
    ] = 2,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Remove older generations, and newer ones that were rolled back, unless they are in use.

    Earlier editions of documents that changed, which large indexes keep for a while, go too.
    """
    from index.building.cleaning import clean

    generations = _generations(data_dir)
    with generations.writer():
        generations.clear_dead()
        last = generations.current_number()
        cleaned = clean(generations)
        # What was cleaned stands in place of what it was made from.
        removed = _prune(generations, keep, last - 1 if cleaned and last else None)
        generations.unfinished.unlink(missing_ok=True)
    kept = generations.numbers()
    if as_json:
        print_json({"removed": removed, "kept": kept, "cleaned": cleaned})
    else:
        if cleaned:
            line(f"Earlier editions of documents were written out of {cleaned} segments.")
        names = ", ".join(map(str, removed)) or "none"
        line(f"Removed generations: {names}. Kept: {', '.join(map(str, kept))}.")
    if len(kept) > keep:
        say(
            "Some generations were kept, because another process still reads them. A server "
            "releases one after the last request that uses it; then prune again."
        )
        raise typer.Exit(1)


def _prune(generations: "Home", keep: int, before: int | None) -> list[int]:
    """Prune, waiting a little for servers to go over to the current generation."""
    removed: list[int] = []
    end = time.monotonic() + _PATIENCE_S
    while True:
        removed += generations.prune(keep, before)
        if len(generations.numbers()) <= keep or time.monotonic() > end:
            return removed
        time.sleep(_PATIENCE_S / 20)
