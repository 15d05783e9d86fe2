"""Rows in a file, for to collect them takes an hour: one in each line of gzipped JSON."""

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from tests.fitting.followups.collect import Row
from tests.fitting.followups.learn import folds_of

_FIELDS = (
    "conversation",
    "asked",
    "stands_alone",
    "elsewhere",
    "collection",
    "said",
    "taught",
    "features",
)


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for row in rows:
            told = {name: getattr(row, name) for name in _FIELDS}
            file.write(json.dumps({**told, "texts": row.texts, "right": row.right.tolist()}) + "\n")


def read_rows(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        told = [json.loads(line) for line in file]
    return [
        Row(**{**one, "texts": tuple(one["texts"]), "right": np.array(one["right"])})
        for one in told
    ]


def halves_of(rows: Sequence[Row]) -> Mapping[str, str]:
    """Return for each group of rows in which half, a or b, it is: by chance, always the same."""
    return {group: "ab"[fold] for group, fold in folds_of(rows, 2).items()}


def with_heard(rows: Sequence[Row], files: Sequence[Path]) -> list[Row]:
    """Return the rows with what listeners say of them. files: as `listener train-on` writes them;
    together they tell of every row. Raises ValueError if one is missing.
    """
    logits: dict[int, list[float]] = {}
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for one in map(json.loads, file):
                logits[one["row"]] = one["logits"]
    if missing := len(rows) - len(logits):
        raise ValueError(f"{missing} of {len(rows)} rows were heard by no listener")
    return [row.with_heard(logits[number]) for number, row in enumerate(rows)]
