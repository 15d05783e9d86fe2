"""Waits for files under the roots to change (watchfiles)."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import watchfiles

_DEBOUNCE_MS = 2000  # an editor that saves, or a copy of many files, is one change
_STEP_MS = 200

logging.getLogger("watchfiles").setLevel(logging.ERROR)  # it warns of every Ctrl-C


def changes(roots: Sequence[Path]) -> Iterator[int]:
    """Yield the number of changed files and folders, once for each burst of changes.

    Hidden ones do not count. An interrupt ends the iteration.
    """

    def is_relevant(change: watchfiles.Change, path: str) -> bool:
        # An editor's swap file or the work of version control is no document.
        return not any(part.startswith(".") for part in _below(Path(path), roots))

    for burst in watchfiles.watch(
        *roots,
        watch_filter=is_relevant,
        debounce=_DEBOUNCE_MS,
        step=_STEP_MS,
        raise_interrupt=False,
    ):
        yield len(burst)


def _below(path: Path, roots: Sequence[Path]) -> tuple[str, ...]:
    """Return the parts of a path below its root."""
    root = next((root for root in roots if root in path.parents), path)
    return path.relative_to(root).parts
