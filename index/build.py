"""How documents become an index: what the settings name is built, now or when nobody else does.

A build makes the index equal to its roots and the uploads: it adds new documents, replaces changed
ones, removes those that are gone, and keeps the last good text of a file that cannot be read. A
passage whose text did not change keeps its vectors. Readers see the generation before until all of
the next one is published.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.building.crew import Crew, LocalCrew
from index.building.report import BuildReport, Plan, ProgressListener
from index.building.sources import Sources
from index.building.steps import Build
from index.documents.contained.contained_reader import ContainedReader
from index.encoder import Encoder
from index.encoder.model import Say, load_encoder
from index.errors import WriterBusy
from index.generations.homes import Home
from index.homes.home import home_of
from index.records import RawDocument
from index.settings import IndexSettings
from index.uploads.choosing import uploads_of

_LOOK_EVERY_S = 0.5


def build_index(
    settings: IndexSettings,
    say: Say,
    sources: Sources,
    progress: ProgressListener | None = None,
    cluster: str | None = None,
) -> BuildReport:
    """Load the encoder that the settings name, and build the index that they name.

    say: hears what takes long. cluster: has the work done on Ray, see `index.cluster.session`; None
    does it here. Raises ModelError, what `Build.run` raises, and with a cluster ClusterFailed.
    """
    encoder, generations = load_encoder(settings, say), home_of(settings)
    with _crew(settings, say, encoder, cluster) as crew:
        uploads = uploads_of(settings)
        return Build(generations, encoder, sources, progress, crew, uploads).run()


@contextmanager
def _crew(
    settings: IndexSettings, say: Say, encoder: Encoder, cluster: str | None
) -> Iterator[Crew]:
    """Give who does the work of a build, here or on a cluster."""
    if cluster is None:
        with ContainedReader() as reader:
            yield LocalCrew(encoder, reader)
        return
    # Ray takes seconds to import, and may not be installed.
    from index.cluster.session import joined

    with joined(cluster, settings, encoder, say) as crew:
        yield crew


def build_when_free(
    settings: IndexSettings,
    say: Say,
    sources: Sources,
    progress: ProgressListener | None = None,
) -> BuildReport:
    """Do what `build_index` does, but wait as long as another process writes the index.

    That process may have begun before the files to index were there. Raises what `build_index`
    raises, but not WriterBusy.
    """
    generations, said = home_of(settings), False
    while True:
        try:
            with generations.writer():  # before the model is loaded, which takes long
                pass
            return build_index(settings, say, sources, progress)
        except WriterBusy as error:
            if not said:
                say(f"Waiting: {error}")
                said = True
            time.sleep(_LOOK_EVERY_S)


def plan_index(
    settings: IndexSettings, say: Say, sources: Sources, cluster: str | None = None
) -> Plan:
    """Return what `build_index` would do with the same arguments; change nothing."""
    encoder, generations = load_encoder(settings, say), home_of(settings)
    with _crew(settings, say, encoder, cluster) as crew:
        uploads = uploads_of(settings)
        return Build(generations, encoder, sources, crew=crew, uploads=uploads).plan()


def build(
    generations: Home,
    encoder: Encoder,
    roots: Sequence[Path] | None = None,
    default_roots: Sequence[Path] = (),
    progress: ProgressListener | None = None,
    corpus: Iterable[RawDocument] | None = None,
) -> BuildReport:
    """Make the index equal to `roots`, or to those of the last build, or to `default_roots`.

    corpus: documents to index instead of files. Raises what `Build.run` raises.
    """
    return Build(generations, encoder, Sources(roots, default_roots, corpus), progress).run()


def plan(
    generations: Home,
    encoder: Encoder,
    roots: Sequence[Path] | None = None,
    default_roots: Sequence[Path] = (),
    progress: ProgressListener | None = None,
) -> Plan:
    """Return what `build` would do, and about how long it would take; change nothing.

    Raises UsageError and NothingToIndex as `build` does.
    """
    return Build(generations, encoder, Sources(roots, default_roots), progress).plan()
