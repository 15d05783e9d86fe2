"""Waits for files under the roots to change (watchfiles)."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import watchfiles

_DEBOUNCE_MS = 2000  # an editor that saves, or a copy of many files, is one change
_STEP_MS = 200

logging.getLogger("watchfiles").setLevel(logging.ERROR)  # it warns of every Ctrl-C


def changes(roots: Sequence[Path], suffixes: frozenset[str]) -> Iterator[int]:
    """Yield the number of changed files of those kinds, once for each burst of changes.

    Folders count too: moving a folder away moves its files. An interrupt ends the iteration.
    """

    def is_relevant(change: watchfiles.Change, path: str) -> bool:
        suffix = Path(path).suffix.lower()
        return suffix in suffixes or not suffix  # a folder's name has no suffix

    for burst in watchfiles.watch(
        *roots,
        watch_filter=is_relevant,
        debounce=_DEBOUNCE_MS,
        step=_STEP_MS,
        raise_interrupt=False,
    ):
        yield len(burst)
