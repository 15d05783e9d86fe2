"""The sources of a build, and the generation it starts from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.documents.walk import EVERYTHING, Patterns
from index.errors import GenerationDamaged, GenerationOutdated, IndexMissing, UsageError
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.records import RawDocument, SourceFile

_OUTDATED = "Another version of Pincite made the index: everything is indexed again."


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to index, or the documents that lie in no file.

    roots: folders and files; None for those of the last build, or `default_roots` if there was
    none. patterns: which of the files below them; None for those of the last build where its roots
    are taken too. uploads: files to index beside those. corpus: documents to index instead of
    files. password: of encrypted files. ocr: whether pictures of text are read.
    """

    roots: Sequence[Path] | None = None
    default_roots: Sequence[Path] = ()
    corpus: Iterable[RawDocument] | None = None
    patterns: Patterns | None = None
    uploads: Sequence[SourceFile] = ()
    password: str | None = None
    ocr: bool = False

    def roots_or(self, remembered: Iterable[str | Path]) -> list[Path]:
        """Return the roots that were named, else those remembered; none for a corpus."""
        if self.corpus is not None:
            return []
        return [Path(root) for root in (remembered if self.roots is None else self.roots)]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a build starts.

    before: the current generation, or the last whole one if that is damaged; None for neither.
    roots: the folders and files to index. patterns: which of the files below them. reason: why an
    index that exists is not used; else "".
    """

    before: Generation | None
    roots: list[Path]
    patterns: Patterns = EVERYTHING
    reason: str = ""


def find_start(generations: Generations, sources: Sources) -> Start:
    """Open the generation before, and settle which roots to index.

    Raises UsageError if none are named, and there is no index that remembers any.
    """
    patterns = sources.patterns or EVERYTHING
    try:
        lease, _ = generations.open_good()
    except IndexMissing as error:
        roots = sources.roots_or(sources.default_roots)
        if not roots and sources.corpus is None and not sources.uploads:
            raise UsageError(f"{error}: name the folder of your documents") from error
        return Start(None, roots, patterns)
    except GenerationOutdated as error:
        return Start(None, sources.roots_or(error.roots), patterns, _OUTDATED)
    except GenerationDamaged as error:
        if sources.roots is None and sources.corpus is None:
            raise UsageError(f"{error}. The folders it was made from are unknown") from error
        return Start(None, sources.roots_or(()), patterns)
    manifest = lease.manifest
    if sources.roots is None and sources.patterns is None:
        patterns = Patterns(manifest.include, manifest.exclude)
    return Start(Generation(lease), sources.roots_or(manifest.roots), patterns)


def default_roots() -> list[Path]:
    """Return the folder of the seed articles; empty if it is not there.

    It lies beside this package in a checkout, and inside it where Pincite is installed.
    """
    package = Path(__file__).parents[1]
    seeds = [package.parent / "seeds", package / "seeds"]
    return [folder for folder in seeds if folder.is_dir()][:1]
