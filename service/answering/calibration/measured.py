"""How often answers of about this confidence were right when that was measured.

`python -m tests.fitting --write` writes the table, measured.json: for each range of confidence, the
share of answers whose best quote was right, and how many answers these are. Each was judged by
models that never saw its article. docs/answers.md says what the table is worth.
"""

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.records import Measured

PATH = Path(__file__).with_name("measured.json")


@dataclass(frozen=True, slots=True)
class ModelsInUse:
    """What a confidence comes from: it means the same only with the same models.

    encoder, reader, cross_encoder: the SHA-256 of each (ModelIdentity.sha256); None where there is
    none. reader_passages: how many passages the reader reads; 0 without a reader.
    """

    encoder: str
    reader: str | None
    reader_passages: int
    cross_encoder: str | None


class Calibration:
    """The tables of a file: one for answers that the reader has read, one for those it has not.

    The second holds whichever reader there is.
    """

    def __init__(self, path: Path) -> None:
        held: dict[str, Any] = json.loads(path.read_text("ascii"))
        self._encoder: str = held["encoder"]
        self._reader: tuple[str, int] = held["reader"], held["reader_passages"]
        self._read, self._unread = _Ranges(held["read"]), _Ranges(held["unread"])

    def measured(self, confidence: float, models: ModelsInUse, was_read: bool) -> Measured | None:
        """Return what was measured of answers of about this confidence.

        confidence: from 0 to 1. was_read: whether the reader read for it. None where another
        encoder, reader or cross-encoder answers than was measured.
        """
        if models.encoder != self._encoder or models.cross_encoder is not None:
            return None
        if not was_read:
            return self._unread.at(confidence)
        reader = models.reader, models.reader_passages
        return self._read.at(confidence) if reader == self._reader else None


class _Ranges:
    """Ranges of confidence in order, from 0 to 1, and what was measured in each."""

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        self._starts: list[float] = [row["from"] for row in rows]
        self._measured = [Measured(row["right"], row["answers"]) for row in rows]

    def at(self, confidence: float) -> Measured:
        return self._measured[bisect_right(self._starts, confidence) - 1]
