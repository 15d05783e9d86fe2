"""The sources of a build, and the generation it starts from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.documents.walk import EVERYTHING, Patterns
from index.errors import GenerationDamaged, GenerationOutdated, IndexMissing, UsageError
from index.generations.homes import HeldGeneration, Home
from index.records import RawDocument, SourceFile
from index.roots import resolved
from index.uploads.uploads import FOLDER, Uploads

_OUTDATED = "Another version of Pincite made the index: everything is indexed again."
_DAMAGED = "The index is damaged: what is not whole is made again."


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to index beside the uploads, or the documents that lie in no file.

    roots: folders and files; None for those of the last build, or `default_roots` if there was
    none and there are no uploads. more, fewer: folders and files to index beside those of the last
    build, and no longer. patterns: which of the files below them; None for those of the last build
    where its roots are taken too. corpus: documents to index instead of all files. password: of
    encrypted files. ocr: whether pictures of text are read.
    """

    roots: Sequence[Path] | None = None
    default_roots: Sequence[Path] = ()
    corpus: Iterable[RawDocument] | None = None
    patterns: Patterns | None = None
    more: Sequence[Path] = ()
    fewer: Sequence[Path] = ()
    password: str | None = None
    ocr: bool = False

    def roots_or(self, remembered: Iterable[str | Path]) -> list[Path]:
        """Return the roots that were named, else those remembered; none for a corpus."""
        if self.corpus is not None:
            return []
        if self.roots is not None:
            return list(self.roots)
        fewer = {resolved(root) for root in self.fewer}
        kept = [root for root in map(Path, remembered) if resolved(root) not in fewer]
        return list(dict.fromkeys([*kept, *(resolved(root) for root in self.more)]))


@dataclass(frozen=True, slots=True)
class Start:
    """Where a build starts.

    before: the current generation, or the last whole one if that is damaged, or else what is whole
    of it; None for nothing. roots: the folders and files to index. patterns: which of the files
    below them. reason: why an index that exists is not used as it is; else "". uploads: files to
    index beside the roots. may_be_empty: whether an index of no document is meant where nothing can
    be read.
    """

    before: HeldGeneration | None
    roots: list[Path]
    patterns: Patterns = EVERYTHING
    reason: str = ""
    uploads: Sequence[SourceFile] = ()
    may_be_empty: bool = False


def find_start(generations: Home, sources: Sources, uploads: Uploads) -> Start:
    """Open the generation before, and settle which roots to index beside the uploads.

    Raises UsageError if no roots are named, there is no index that remembers any, and no upload;
    StorageFailed, BucketAway, BucketFailed if the uploads are unknown.
    """
    patterns = sources.patterns or EVERYTHING
    given = uploads.sources() if sources.corpus is None else []
    try:
        lease, _ = generations.open_good()
    except IndexMissing as error:
        roots = sources.roots_or(() if given else sources.default_roots)
        if not roots and sources.corpus is None and not given:
            raise UsageError(f"{error}: name the folder of your documents") from error
        return Start(None, roots, patterns, uploads=given, may_be_empty=bool(given and not roots))
    except GenerationOutdated as error:
        roots = sources.roots_or(error.roots or ())
        return Start(None, roots, patterns, _OUTDATED, given, may_be_empty=not roots)
    except GenerationDamaged as error:
        known = error.roots or (error.roots is not None and given)
        if sources.roots is None and sources.corpus is None and not known:
            raise UsageError(f"{error}. The folders it was made from are unknown") from error
        roots = sources.roots_or(error.roots or ())
        if sources.roots is None and sources.patterns is None:
            patterns = Patterns(error.include, error.exclude)
        return Start(generations.remains(), roots, patterns, _DAMAGED, given)
    before, manifest = lease.generation(), lease.manifest
    if sources.roots is None and sources.patterns is None:
        patterns = Patterns(manifest.include, manifest.exclude)
    roots = sources.roots_or(manifest.roots)
    # What was removed on purpose must go, even if nothing is left then.
    removed = not roots or sources.fewer or _has_more_than(given, before, uploads)
    empty = bool(removed) and sources.corpus is None
    return Start(before, roots, patterns, uploads=given, may_be_empty=empty)


def _has_more_than(given: Sequence[SourceFile], before: HeldGeneration, uploads: Uploads) -> bool:
    """Whether a generation holds an upload that is not among those given."""
    known = {source.document_id for source in given}
    held = (e.file for e in before.store.files.below(FOLDER) if uploads.holds(e.location))
    return any(file not in known for file in held)


def default_roots() -> list[Path]:
    """Return the folder of the seed articles; empty if it is not there.

    It lies beside this package in a checkout, and inside it where Pincite is installed.
    """
    package = Path(__file__).parents[1]
    seeds = [package.parent / "seeds", package / "seeds"]
    return [folder for folder in seeds if folder.is_dir()][:1]
