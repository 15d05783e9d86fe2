"""A folder of cases -> their questions, the documents of each, and how it should be answered.

    CASES/any-name/question.json    {"question", "expected_contains", ...}, or {"turns": [...]}
    CASES/any-name/*.md, *.txt      the documents of this case alone

A broken case is reported and left out. The other cases count.
"""

from dataclasses import dataclass
from pathlib import Path, PurePath

from pydantic import ValidationError

from index.documents.files import find_files
from index.documents.walk import Patterns
from index.errors import UsageError
from index.records import SourceFile
from service.evaluation.cases.question_file import (
    ConversationFile,
    JudgedTurn,
    QuestionFile,
    parse_question_file,
)
from service.evaluation.dataset import in_words

FILE = "question.json"


@dataclass(frozen=True, slots=True)
class Case:
    """A question or a conversation, its documents, and what should come.

    name: of its folder. documents: none where it is asked of the index that is set.
    """

    name: str
    told: QuestionFile | ConversationFile
    documents: tuple[SourceFile, ...]


@dataclass(frozen=True, slots=True)
class BrokenCase:
    """A question.json that was left out, and the reason."""

    path: Path
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True, slots=True)
class CaseSet:
    """The cases of a folder, in the order of their names.

    without_question: folders that hold no question.json. unknown_fields: of the files; they count
    for nothing.
    """

    name: str
    cases: list[Case]
    broken_cases: list[BrokenCase]
    without_question: list[str]
    unknown_fields: list[str]


def holds_cases(folder: Path) -> bool:
    """Whether the folder is a case, or holds folders that are, and is in no other layout."""
    if (folder / "queries.jsonl").exists() or not folder.is_dir():
        return False
    return any((case / FILE).exists() for case in _folders(folder))


def read_cases(folder: Path) -> CaseSet:
    """Return the cases of a folder, or the folder itself as a single case.

    Raises UsageError if the folder cannot be listed.
    """
    cases, broken, without = [], [], []
    for case_folder in _folders(folder):
        path = case_folder / FILE
        if not path.exists():
            without.append(case_folder.name)
            continue
        try:
            cases.append(_read(path))
        except _Broken as error:
            broken.append(BrokenCase(path, str(error)))
    unknown = {name for case in cases for name in case.told.unknown_fields}
    return CaseSet(folder.resolve().name, cases, broken, without, sorted(unknown))


def _folders(folder: Path) -> list[Path]:
    if (folder / FILE).exists():
        return [folder]
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror}") from error
    return [entry for entry in entries if entry.is_dir() and not entry.name.startswith(".")]


class _Broken(Exception):
    """A case cannot be asked; the message is the reason."""


def _read(path: Path) -> Case:
    """Return the case of a question.json. Raises _Broken."""
    try:
        told = parse_question_file(path.read_bytes().decode("utf-8-sig"))
    except ValidationError as error:
        raise _Broken(in_words(error)) from error
    except UnicodeDecodeError as error:
        raise _Broken(f"it is not UTF-8 (byte {error.start + 1})") from error
    except OSError as error:
        raise _Broken(f"it cannot be read: {error.strerror}") from error
    documents = _documents(path.parent, told.files)
    for turn in told.turns if documents else ():
        _check_names(turn, {document.document_id for document in documents})
    return Case(path.parent.resolve().name, told, documents)


def _documents(folder: Path, names: tuple[str, ...] | None) -> tuple[SourceFile, ...]:
    """Return the files of a case, all of its folder for None. Raises _Broken."""
    if names is not None:
        return tuple(_document(folder, name) for name in dict.fromkeys(names))
    if files := documents_in(folder):
        return tuple(files)
    raise _Broken('there is no document beside it; with "files": [] it is asked of your own index')


def documents_in(folder: Path) -> list[SourceFile]:
    """Return all files of a folder but the questions of a case."""
    return find_files([folder], Patterns(exclude=(FILE,))).sources


def _document(folder: Path, name: str) -> SourceFile:
    relative = PurePath(name)
    if relative.is_absolute() or ".." in relative.parts:
        raise _Broken(f"files: {name} must lie in the folder of the case")
    if relative == PurePath(FILE):
        raise _Broken(f"files: {name} is no document of the case")
    if "\0" in name or not (folder / name).is_file():
        raise _Broken(f"files: there is no file {name}")
    return SourceFile(relative.as_posix(), folder / name)


def _check_names(asked: JudgedTurn, names: set[str]) -> None:
    """Raise _Broken for a document that is expected and that the case does not hold."""
    one = [] if asked.expected_document is None else [asked.expected_document]
    for name in (*one, *(asked.expected_documents or ())):
        if name not in names:
            raise _Broken(f"it expects the document {name}, which is not among its files")
