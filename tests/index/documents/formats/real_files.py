"""Real files of every format, with what a right reading of each holds.

They belong to their authors and lie outside the repository: PINCITE_FORMATS_DIR names the folder,
whose `index.jsonl` has a line for each file.
"""

import json
import os
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from index.documents.formats import read
from index.documents.shape import BETWEEN_CELLS
from index.errors import Unreadable
from index.originals import Original
from index.records import RawDocument

_FOLDER = Path(os.environ.get("PINCITE_FORMATS_DIR", ""))
_INDEX = _FOLDER / "index.jsonl"
needed = pytest.mark.skipif(
    not os.environ.get("PINCITE_FORMATS_DIR") or not _INDEX.is_file(),
    reason="PINCITE_FORMATS_DIR names no folder of real files",
)


def files_of(*formats: str) -> list[Any]:
    """Return a parameter for each file of these formats: what the index says of it."""
    if not os.environ.get("PINCITE_FORMATS_DIR") or not _INDEX.is_file():
        return []
    told = [json.loads(line) for line in _INDEX.read_text("utf-8").splitlines()]
    return [pytest.param(file, id=file["file"]) for file in told if file["format"] in formats]


def bytes_of(file: dict[str, Any]) -> bytes:
    """Return what is in a file."""
    return (_FOLDER / file["file"]).read_bytes()


def reading_of(file: dict[str, Any]) -> tuple[str, list[RawDocument]]:
    """Return what came of a file, as the index puts it, and the documents in it."""
    try:
        found = list(read(Original(file["file"], bytes_of(file))))
    except Unreadable as error:
        # The index knows no file that is too large to be read: it calls a bomb broken.
        return error.status.value.replace("too_large", "broken"), []
    return "ok", [raw for raw in found if isinstance(raw, RawDocument)]


def letters_of(text: str) -> str:
    """Return a text without what right readings may have otherwise.

    That is blanks, what stands between cells, and forms of letters.
    """
    folded = unicodedata.normalize("NFKC", text.replace("’", "'").replace(BETWEEN_CELLS, " "))
    return "".join(folded.split())


def held_at(raw: RawDocument, kind: str, phrase: str) -> list[str]:
    """Return the places of a kind, by their values, in whose text a phrase stands."""
    return [
        place.value
        for place in raw.shape.places
        if place.kind == kind
        and letters_of(phrase) in letters_of(raw.text[place.start : place.end])
    ]


def check(file: dict[str, Any]) -> list[RawDocument]:
    """Hold a file's reading against what the index says of it; return its documents."""
    status, documents = reading_of(file)
    assert status == file["expect"]
    text = letters_of("\n".join(raw.text for raw in documents))
    answers = [question["answer_sentence_contains"] for question in file["questions"]]
    assert [m for m in (*file["must_contain"], *answers) if letters_of(m) not in text] == []
    assert [m for m in file["must_not_contain"] if letters_of(m) in text] == []
    return documents
