"""An evaluation folder in BEIR layout -> its judged questions and its documents.

    corpus.jsonl      {"_id", "title", "text"}; without it the questions go to the current index
    queries.jsonl     {"_id", "text", "metadata": {"answerable", "answers", "evidence"}}
    qrels/test.tsv    query-id, corpus-id, score; a score of 0 means not relevant

A broken line is reported and skipped. The other lines count.
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
# The measures allocate arrays as long as the highest score.
_HIGHEST_SCORE = 1000
_EXPECTED = (
    "expected is a folder in BEIR layout: queries.jsonl, qrels/test.tsv and, unless the questions "
    "are for the current index, corpus.jsonl; or a folder of cases, each a folder with a "
    "question.json"
)


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A question, and what the folder says about its answer.

    relevant: the score, above 0, of each right document. answerable: None if the folder does not
    say. answers: words, some of which a right sentence holds. evidence: right sentences.
    """

    query_id: str
    text: str
    relevant: Mapping[str, int]
    answerable: bool | None = None
    answers: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def is_judged(self) -> bool:
        """Whether the folder says anything about its answer, so that an answer can be judged."""
        return bool(self.relevant or self.answers or self.evidence) or self.answerable is not None


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that was skipped, and the reason."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a folder. sha256: of the file; it names the index that is made of it.

    lines: the line of each document in the file, by id.
    """

    path: Path
    sha256: str
    documents: list[RawDocument]
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Dataset:
    """The contents of a folder. corpus: None if the questions are for the current index.

    unknown: ids of questions that only the qrels name. unused: how many questions belong to another
    split, since nothing is said about their answers.
    """

    name: str
    queries: list[JudgedQuery]
    corpus: Corpus | None
    broken_lines: list[BrokenLine]
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
    """Return the contents of a folder, checked. Raises UsageError if it is no evaluation folder."""
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}; {_EXPECTED}")
    if not (folder / "queries.jsonl").exists():
        raise UsageError(f"{folder} holds no queries.jsonl; {_EXPECTED}")
    broken: list[BrokenLine] = []
    try:
        qrels = _read_qrels(folder / "qrels" / "test.tsv", broken)
        queries = _read_queries(folder / "queries.jsonl", qrels, broken)
        corpus = _read_corpus(folder / "corpus.jsonl", broken)
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be read: {error.strerror}") from error
    # BEIR keeps the queries of all splits in one file, and judges those of the test split alone.
    judged = [query for query in queries if query.is_judged] or queries
    known = {query.query_id for query in queries}
    return Dataset(
        name=folder.resolve().name,
        queries=judged,
        corpus=corpus,
        broken_lines=broken,
        unknown=[query_id for query_id in qrels if query_id not in known],
        unused=len(queries) - len(judged),
    )


def _read_queries(
    path: Path, qrels: Mapping[str, Mapping[str, int]], broken: list[BrokenLine]
) -> list[JudgedQuery]:
    queries = []
    for number, line in _objects(path, _QueryLine, broken):
        try:
            check_question(line.text)
        except BadQuestion as error:
            broken.append(BrokenLine(path, number, str(error)))
            continue
        metadata = line.metadata or _Metadata()
        scores = qrels.get(line.id, {})
        queries.append(
            JudgedQuery(
                query_id=line.id,
                text=line.text,
                relevant={document: score for document, score in scores.items() if score > 0},
                answerable=metadata.answerable,
                answers=metadata.answers,
                evidence=metadata.evidence,
            )
        )
    return queries


def _read_corpus(path: Path, broken: list[BrokenLine]) -> Corpus | None:
    if not path.exists():
        return None
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    documents, lines = [], {}
    for number, line in _objects(path, _DocumentLine, broken):
        # Some documents of BEIR have only a title.
        text = line.text if line.text.strip() else line.title or ""
        if text.strip():
            documents.append(RawDocument(line.id, text, line.title))
            lines[line.id] = number
        else:
            broken.append(BrokenLine(path, number, "it has neither a text nor a title"))
    return Corpus(path, sha256, documents, lines)


def _read_qrels(path: Path, broken: list[BrokenLine]) -> dict[str, dict[str, int]]:
    """Return the scores of documents by query; none if the file does not exist."""
    qrels: dict[str, dict[str, int]] = {}
    for number, line in _lines(path, broken) if path.exists() else ():
        cells = line.split("\t")
        if number == 1 and tuple(cell.strip().lower() for cell in cells) == _HEADER:
            continue
        if reason := _wrong_in(cells, qrels):
            broken.append(BrokenLine(path, number, reason))
        else:
            query_id, document_id, score = cells
            qrels.setdefault(query_id, {})[document_id] = int(score)
    return qrels


def _wrong_in(cells: list[str], qrels: Mapping[str, Mapping[str, int]]) -> str | None:
    """Return what is wrong with a line of the qrels, or None if it is right."""
    if len(cells) != len(_HEADER) or not all(map(_is_id, cells[:2])):
        return "it must have three columns with tabs between them: query-id, corpus-id, score"
    query_id, document_id, score = cells
    if not _WHOLE_NUMBER.fullmatch(score) or int(score) > _HIGHEST_SCORE:
        return f"the score must be a whole number of at most {_HIGHEST_SCORE:,}, not {score[:20]!r}"
    if document_id in qrels.get(query_id, {}):
        return f"an earlier line gives the score of {document_id} for {query_id}"
    return None


def _is_id(cell: str) -> bool:
    return bool(cell.strip()) and "\0" not in cell


def _objects(
    path: Path, shape: type[_Line], broken: list[BrokenLine]
) -> Iterator[tuple[int, _Line]]:
    """Return the numbers and objects of the lines that have this shape and an id of their own."""
    line_of: dict[str, int] = {}
    for number, text in _lines(path, broken):
        try:
            line = shape.model_validate_json(text)
        except ValidationError as error:
            broken.append(BrokenLine(path, number, in_words(error)))
            continue
        if (earlier := line_of.setdefault(line.id, number)) != number:
            broken.append(BrokenLine(path, number, f"line {earlier} has the same _id, {line.id}"))
        else:
            yield number, line


def in_words(error: ValidationError) -> str:
    """Return the first error in words, and where in the object it is."""
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        # The parser saw only this line of the file, so its own line number would mislead.
        return first["msg"].replace(" at line 1 column ", " at column ")
    where = ".".join(map(str, first["loc"])) or "the line"
    words = {"missing": "is missing", "string_pattern_mismatch": "must not be empty"}
    return f"{where}: {words.get(first['type'], first['msg'])}"


def _lines(path: Path, broken: list[BrokenLine]) -> Iterator[tuple[int, str]]:
    """Return the numbers, from 1, and the texts of the lines that are not blank."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
            except UnicodeDecodeError as error:
                reason = f"it is not UTF-8 (byte {error.start + 1} of the line)"
                broken.append(BrokenLine(path, number, reason))
                continue
            if text.strip():
                yield number, text
