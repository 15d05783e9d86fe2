"""Tells when files under the roots change, once for a burst of changes (watchfiles)."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import watchfiles

_DEBOUNCE_MS = 2000  # an editor that saves, or a copy of many files, is one change
_STEP_MS = 200

logging.getLogger("watchfiles").setLevel(logging.ERROR)  # it warns of every Ctrl-C


def changes(roots: Sequence[Path], suffixes: frozenset[str]) -> Iterator[int]:
    """Yield the number of files of those kinds that changed, after each burst of changes.

    Ends at an interrupt. Folders count too: moving one away moves its files.
    """

    def concerns_us(change: watchfiles.Change, path: str) -> bool:
        suffix = Path(path).suffix.lower()
        return suffix in suffixes or not suffix

    for burst in watchfiles.watch(
        *roots,
        watch_filter=concerns_us,
        debounce=_DEBOUNCE_MS,
        step=_STEP_MS,
        raise_interrupt=False,
    ):
        yield len(burst)
