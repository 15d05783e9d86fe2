"""Writes out of the segments what is gone from the current generation.

A build does so too, for a few segments at a time. Whoever must know that nothing is left of the
earlier editions of documents has it done for all (`pincite prune`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.building.job import sharing_with
from index.building.passages.resplit import SplitDocument
from index.building.passages.reuse import Contents
from index.building.passages.sharing import Sharing, divided
from index.generations.homes import HeldGeneration, Home
from index.generations.manifest import libraries
from index.generations.opened import write_generation


def clean(home: Home) -> int:
    """Publish the current generation anew where its segments hold what it does not.

    Returns how many segments were written anew, 0 where nothing was to do. The generation before
    stays until it is pruned. The caller holds the writer lock. Raises IndexMissing,
    GenerationDamaged, OSError.
    """
    with home.open_current() as lease:
        gone = lease.manifest.gone
        if not gone:
            return 0
        before = lease.generation()
        same = before.manifest.libraries == libraries()
        shared = [one.name for one in before.segments if same and one.name not in gone]
        new = list(divided([*_documents_without(before, shared)]))
        manifest = sharing_with(before.manifest, Sharing(shared, {}, new), before.manifest)
        if not shared:
            manifest = replace(manifest, libraries=libraries(), trained_on=manifest.sentences)
        contents = Contents((), before, {}, {})
        staging = home.stage()
        try:
            segments = map(contents.segment, new)
            files = before.store.files.all()
            home.publish(staging, write_generation(staging, manifest, segments, files))
        except BaseException:
            home.discard(staging)
            raise
    return len(before.segments) - len(shared)


def _documents_without(before: HeldGeneration, shared: Sequence[str]) -> Iterator[SplitDocument]:
    """Yield the documents of all segments but some, in order of their ids."""
    written = {
        row for segment in before.segments if segment.name not in shared for row in segment.rows
    }
    for name, version in sorted(before.store.versions().items()):
        if version.row in written and (document := before.store.document(name)):
            yield SplitDocument(document, version)
