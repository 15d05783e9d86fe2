"""The sources of a build, and the generation it starts from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import GenerationDamaged, GenerationOutdated, IndexMissing, UsageError
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.records import RawDocument

_OUTDATED = "Another version of Pincite made the index: everything is indexed again."


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to index, or the documents that lie in no file.

    roots: folders and files; None for those of the last build, or `default_roots` if there was
    none. corpus: documents to index instead of files.
    """

    roots: Sequence[Path] | None = None
    default_roots: Sequence[Path] = ()
    corpus: Iterable[RawDocument] | None = None

    def roots_or(self, remembered: Iterable[str | Path]) -> list[Path]:
        """Return the roots that were named, else those remembered; none for a corpus."""
        if self.corpus is not None:
            return []
        return [Path(root) for root in (remembered if self.roots is None else self.roots)]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a build starts.

    before: the current generation, or the last whole one if that is damaged; None for neither.
    roots: the folders and files to index. reason: why an index that exists is not used; else "".
    """

    before: Generation | None
    roots: list[Path]
    reason: str = ""


def find_start(generations: Generations, sources: Sources) -> Start:
    """Open the generation before, and settle which roots to index.

    Raises UsageError if the index is damaged so far that its roots are unknown, and none are named.
    """
    try:
        lease, _ = generations.open_good()
    except IndexMissing:
        return Start(None, sources.roots_or(sources.default_roots))
    except GenerationOutdated as error:
        return Start(None, sources.roots_or(error.roots), _OUTDATED)
    except GenerationDamaged as error:
        if sources.roots is None and sources.corpus is None:
            raise UsageError(f"{error}. The folders it was made from are unknown") from error
        return Start(None, sources.roots_or(()))
    return Start(Generation(lease), sources.roots_or(lease.manifest.roots))


def default_roots() -> list[Path]:
    """Return the folder of the seed articles; empty if it is not there.

    It lies beside this package in a checkout, and inside it where Pincite is installed.
    """
    package = Path(__file__).parents[1]
    seeds = [package.parent / "seeds", package / "seeds"]
    return [folder for folder in seeds if folder.is_dir()][:1]
