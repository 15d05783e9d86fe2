"""Conversations about real documentation -> cases that share all documents of their collection.

conversations/NAME.jsonl holds those about one collection, one in each line: {"name", "turns"}, with
the fields of a question.json. dialogues/NAME.jsonl holds others, which tell also what each question
means: {"standalone"}. sources.toml says where the collection comes from.
"""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.documents.files import find_files
from index.records import SourceFile
from service.evaluation.cases.case_set import Case
from service.evaluation.cases.question_file import ConversationFile

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Collection:
    """The documents of one collection, and the conversations about them. is_learned: see Source."""

    name: str
    documents: tuple[SourceFile, ...]
    cases: tuple[Case, ...]
    is_learned: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where a collection comes from: the files of a folder of a repository, by their endings.

    licence: of these files, by its SPDX identifier where it has one. is_learned: whether a reader
    or a listener may learn from them; the weights beside these are fitted on all collections.
    """

    about: str
    repository: str
    commit: str
    folder: str
    endings: tuple[str, ...]
    licence: str
    is_learned: bool


def sources() -> dict[str, Source]:
    """Return the source of each collection, by its name."""
    told = tomllib.loads((_HERE / "sources.toml").read_text("utf-8"))
    return {
        name: Source(**{**source, "endings": tuple(source["endings"])})
        for name, source in told.items()
    }


def collections(checkouts: Path) -> Iterator[Collection]:
    """Yield the collections whose repository lies in `checkouts`, under its name."""
    for name, source in sources().items():
        folder = checkouts / name / source.folder
        if folder.is_dir():
            documents = find_documents(folder, source.endings)
            cases = tuple(conversations(name, documents))
            yield Collection(name, documents, cases, source.is_learned)


def find_documents(folder: Path, endings: tuple[str, ...] = ("",)) -> tuple[SourceFile, ...]:
    """Return the files of a folder that end so."""
    found = find_files([folder]).sources
    return tuple(one for one in found if one.document_id.endswith(endings))


def conversations(
    name: str, documents: tuple[SourceFile, ...] = (), folder: str = "conversations"
) -> Iterator[Case]:
    """Yield the conversations about a collection; some have none. folder: where they lie."""
    for line in lines_of(folder, name):
        told = json.loads(line)
        held = ConversationFile.model_validate_json(json.dumps({"turns": told["turns"]}))
        yield Case(told["name"], held, documents)


def lines_of(folder: str, name: str) -> list[str]:
    """Return the lines that a folder beside this file has about a collection."""
    path = _HERE / folder / f"{name}.jsonl"
    return path.read_text("utf-8").splitlines() if path.is_file() else []
