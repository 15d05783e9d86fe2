"""Lists the files of a root in object storage that are to be indexed.

Left out, and counted: hidden files, the litter of tools, and what the patterns of the user leave
out, as in folders. A `.gitignore` says nothing there: it belongs to a folder that people work in.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from index.documents.litter.litter import reason_against
from index.documents.objects.object_storage import away, filesystem
from index.documents.walk import (
    FoundFiles,
    Patterns,
    join_id,
    pattern_spec,
)
from index.errors import UsageError
from index.originals import FileReport, FileStatus
from index.records import SourceFile
from index.roots import key_of_path, object_path, written


def list_objects(root: Path, prefix: str, patterns: Patterns, files: FoundFiles) -> None:
    """Add the files of a root in object storage to `files`.

    A root that is an object itself is always taken. prefix: what their ids begin with. Raises
    UsageError for a pattern that is none, and for a root that holds nothing; SourceAway for a
    storage that cannot be reached or does not let us in.
    """
    base = key_of_path(root)
    if not base:
        raise UsageError(f"{written(root)}: name a bucket, s3://bucket/prefix")
    found = _objects(root)
    if base in found:
        files.sources.append(SourceFile(prefix or root.name, root, *_known(found[base])))
        return
    choice = _KeyChoice(patterns)
    for key, details in sorted(found.items()):
        relative = key.removeprefix(f"{base}/")
        if relative.endswith("/"):  # the mark of an empty folder
            continue
        if _is_odd(relative):
            reason = "its key is no path: a part of it is empty, a dot or two"
            name = f"{prefix}/{relative}" if prefix else relative
            files.failures.append(
                FileReport(name, FileStatus.UNSUPPORTED, reason, "give it another key")
            )
        elif passed_over := choice.reason_against(Path(relative)):
            files.left_out[passed_over] += 1
        else:
            document_id = join_id(prefix, Path(relative))
            files.sources.append(SourceFile(document_id, object_path(key), *_known(details)))


def _objects(root: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return what is known of each object below a root, by bucket and key."""
    try:
        found: Mapping[str, Mapping[str, Any]] = filesystem().find(key_of_path(root), detail=True)
    except UsageError:
        raise
    except Exception as error:  # of the libraries for AWS, and of the network
        raise away(written(root), error) from error
    if not found:
        raise away(written(root), FileNotFoundError())
    return found


def _known(details: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the stamp and the size of an object; another content has another stamp."""
    changed = details.get("LastModified")
    yield f"{details.get('ETag')} {details['size']} {changed.timestamp() if changed else ''}"
    yield int(details["size"])


def _is_odd(relative: str) -> bool:
    return any(part in ("", ".", "..") for part in relative.split("/")) or "\0" in relative


class _KeyChoice:
    """Which of the files below a root are indexed."""

    def __init__(self, patterns: Patterns) -> None:
        self._include, self._exclude = (
            pattern_spec(patterns.include),
            pattern_spec(patterns.exclude),
        )
        self._only_some = bool(patterns.include)

    def reason_against(self, path: Path) -> str:
        """Return why a file is left out; "" if it is not."""
        if self._exclude.match_file(path.as_posix()):
            return "excluded"
        if self._only_some:
            return "" if self._include.match_file(path.as_posix()) else "excluded"
        return reason_against(path.parts)
