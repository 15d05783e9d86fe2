"""Writes the folders, and their questions, as those of everyday questions lie."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from random import Random

from tests.fitting.structures.calendars import hours, programme
from tests.fitting.structures.changelogs import changelog
from tests.fitting.structures.made_up import Folder
from tests.fitting.structures.offers import offers
from tests.fitting.structures.tables import table

QUESTIONS = "structures.jsonl"
_KINDS = ((changelog, 45), (offers, 45), (hours, 45), (programme, 30), (table, 30))
_SEED = 7


def folders() -> Iterator[Folder]:
    """Yield all folders, the same ones each time."""
    random = Random(_SEED)
    for make, count in _KINDS:
        yield from (make(number, random) for number in range(count))


def write(into: Path) -> int:
    """Write `documents/` and QUESTIONS into a folder; return how many questions there are."""
    lines = []
    for folder in folders():
        for file, text in folder.texts.items():
            path = into / "documents" / folder.name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        lines += [json.dumps(asdict(question)) for question in folder.questions]
    (into / QUESTIONS).write_text("\n".join(lines) + "\n", "utf-8")
    return len(lines)
