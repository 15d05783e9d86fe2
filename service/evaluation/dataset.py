"""An evaluation folder in BEIR layout -> its questions, with what is known of them, and documents.

    corpus.jsonl      {"_id", "title", "text"}; without it the questions go to the current index
    queries.jsonl     {"_id", "text", "metadata": {"answerable", "answers", "evidence"}}
    qrels/test.tsv    query-id, corpus-id, score; a score of 0 means not relevant

A line that is not what it should be is reported and skipped; the others count.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import UsageError
from index.records import RawDocument
from service.errors import BadQuestion
from service.question_text import check_question

_HEADER = ("query-id", "corpus-id", "score")
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,6}")
# The measures count in arrays as long as the highest score.
_HIGHEST_SCORE = 1000
_EXPECTED = (
    "expected is a folder in BEIR layout: queries.jsonl, qrels/test.tsv and, unless the questions "
    "are for the current index, corpus.jsonl"
)


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A question, and what the folder says of it.

    relevant: the score, above 0, of each right document. answerable: None where it is not said.
    answers: words that a right sentence holds. evidence: right sentences.
    """

    query_id: str
    text: str
    relevant: Mapping[str, int]
    answerable: bool | None = None
    answers: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether anything is: what comes back can then be judged."""
        return bool(self.relevant or self.answers or self.evidence) or self.answerable is not None


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that was skipped, and why."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a folder. sha256: of the file, and so of the index that is made of it."""

    path: Path
    sha256: str
    documents: list[RawDocument]
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a folder holds. unknown: queries that only the qrels name. unused: of another split."""

    name: str
    queries: list[JudgedQuery]
    corpus: Corpus | None
    problems: list[BrokenLine]
    unknown: list[str]
    unused: int


_Id = Annotated[str, Field(pattern=r"^[^\u0000]+$")]
_Text = Annotated[str, Field(pattern=r"\S")]


class _DocumentLine(BaseModel):
    model_config = ConfigDict(strict=True)

    id: _Id = Field(alias="_id")
    text: str
    title: str | None = None


class _Metadata(BaseModel):
    model_config = ConfigDict(strict=True)

    answerable: bool | None = None
    answers: tuple[_Text, ...] = ()
    evidence: tuple[_Text, ...] = ()


class _QueryLine(BaseModel):
    model_config = ConfigDict(strict=True)

    id: _Id = Field(alias="_id")
    text: str
    metadata: _Metadata | None = None


_Line = TypeVar("_Line", _DocumentLine, _QueryLine)


def read_dataset(folder: Path) -> Dataset:
    """Read and check a folder. Raises UsageError where it is no evaluation folder."""
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}; {_EXPECTED}")
    if not (folder / "queries.jsonl").exists():
        raise UsageError(f"{folder} holds no queries.jsonl; {_EXPECTED}")
    problems: list[BrokenLine] = []
    try:
        qrels = _read_qrels(folder / "qrels" / "test.tsv", problems)
        queries = _read_queries(folder / "queries.jsonl", qrels, problems)
        corpus = _read_corpus(folder / "corpus.jsonl", problems)
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be read: {error.strerror}") from error
    # BEIR keeps the queries of all splits in one file: nothing says what is right for the others.
    asked = [query for query in queries if query.known] or queries
    named = {query.query_id for query in queries}
    return Dataset(
        name=folder.resolve().name,
        queries=asked,
        corpus=corpus,
        problems=problems,
        unknown=[query_id for query_id in qrels if query_id not in named],
        unused=len(queries) - len(asked),
    )


def _read_queries(
    path: Path, qrels: Mapping[str, Mapping[str, int]], problems: list[BrokenLine]
) -> list[JudgedQuery]:
    queries = []
    for number, line in _objects(path, _QueryLine, problems):
        try:
            check_question(line.text)
        except BadQuestion as error:
            problems.append(BrokenLine(path, number, str(error)))
            continue
        said = line.metadata or _Metadata()
        relevant = {name: score for name, score in qrels.get(line.id, {}).items() if score > 0}
        known = (said.answerable, said.answers, said.evidence)
        queries.append(JudgedQuery(line.id, line.text, relevant, *known))
    return queries


def _read_corpus(path: Path, problems: list[BrokenLine]) -> Corpus | None:
    if not path.exists():
        return None
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    documents, lines = [], {}
    for number, line in _objects(path, _DocumentLine, problems):
        # Some documents of BEIR are no more than their title.
        text = line.text if line.text.strip() else line.title or ""
        if text.strip():
            documents.append(RawDocument(line.id, text, line.title))
            lines[line.id] = number
        else:
            problems.append(BrokenLine(path, number, "it has neither a text nor a title"))
    return Corpus(path, sha256, documents, lines)


def _read_qrels(path: Path, problems: list[BrokenLine]) -> dict[str, dict[str, int]]:
    """The scores of documents by query; none where there is no such file."""
    qrels: dict[str, dict[str, int]] = {}
    for number, line in _lines(path, problems) if path.exists() else ():
        cells = line.split("\t")
        if number == 1 and tuple(cell.strip().lower() for cell in cells) == _HEADER:
            continue
        if reason := _wrong_in(cells, qrels):
            problems.append(BrokenLine(path, number, reason))
        else:
            query_id, document_id, score = cells
            qrels.setdefault(query_id, {})[document_id] = int(score)
    return qrels


def _wrong_in(cells: list[str], qrels: Mapping[str, Mapping[str, int]]) -> str | None:
    if len(cells) != len(_HEADER) or not all(map(_is_id, cells[:2])):
        return "expected are three columns, with tabs between them: query-id, corpus-id, score"
    query_id, document_id, score = cells
    if not _WHOLE_NUMBER.fullmatch(score) or int(score) > _HIGHEST_SCORE:
        return f"the score must be a whole number of at most {_HIGHEST_SCORE:,}, not {score[:20]!r}"
    if document_id in qrels.get(query_id, {}):
        return f"the score of {document_id} for {query_id} was given before"
    return None


def _is_id(cell: str) -> bool:
    return bool(cell.strip()) and "\0" not in cell


def _objects(
    path: Path, shape: type[_Line], problems: list[BrokenLine]
) -> Iterator[tuple[int, _Line]]:
    """The lines that are objects of that shape, each with an id of its own."""
    first: dict[str, int] = {}
    for number, text in _lines(path, problems):
        try:
            line = shape.model_validate_json(text)
        except ValidationError as error:
            problems.append(BrokenLine(path, number, _in_words(error)))
            continue
        if (before := first.setdefault(line.id, number)) != number:
            problems.append(BrokenLine(path, number, f"line {before} has the same _id, {line.id}"))
        else:
            yield number, line


def _in_words(error: ValidationError) -> str:
    """What is wrong first, and where in the object."""
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        # It counts lines too, but in this one line of the file.
        return first["msg"].replace(" at line 1 column ", " at column ")
    where = ".".join(map(str, first["loc"])) or "the line"
    what = {"missing": "is missing", "string_pattern_mismatch": "must not be empty"}
    return f"{where}: {what.get(first['type'], first['msg'])}"


def _lines(path: Path, problems: list[BrokenLine]) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers, from 1."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
            except UnicodeDecodeError as error:
                reason = f"it is not UTF-8 (byte {error.start + 1} of the line)"
                problems.append(BrokenLine(path, number, reason))
                continue
            if text.strip():
                yield number, text
