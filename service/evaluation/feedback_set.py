"""Answers that people judged -> a set of questions, in BEIR layout, for the current index.

| the answer | "right" | "wrong" |
|---|---|---|
| quotes | answerable, its quotes are the evidence | nothing is known but what is wrong |
| refuses | not answerable | answerable, by what is not known |
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.errors import StorageFailed, UsageError
from service.conversation.conversations import StoredTurn
from service.conversation.recall import Documents, recalled
from service.conversation.turns import PastTurn

_NO_CELL = frozenset("\t\n\r\0")  # of a file whose columns are divided by tabs


@dataclass(slots=True)
class Counts:
    """How many questions a set has, by what was said of their answers, and what is left out of it.

    Left out are questions: `removed`, since no quote of the right answer is in the documents any
    more; `filtered`, since only part of the documents was asked; `collection`, since the reply was
    about the collection, or a greeting; `again`, since the same question was judged again later.
    removed_quotes: those that are left out of questions that stay.
    """

    right_answers: int = 0
    wrong_answers: int = 0
    right_refusals: int = 0
    wrong_refusals: int = 0
    removed: int = 0
    filtered: int = 0
    collection: int = 0
    again: int = 0
    removed_quotes: int = 0


@dataclass(frozen=True, slots=True)
class FeedbackSet:
    """Judged questions. lines: of queries.jsonl. relevant: pairs of a question's and a document's
    id, for the qrels.
    """

    lines: list[dict[str, Any]] = field(default_factory=list)
    relevant: list[tuple[str, str]] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)


def feedback_set(judged: Sequence[StoredTurn], documents: Documents) -> FeedbackSet:
    """Return the set of these turns. judged: in the order of their asking."""
    found, last = FeedbackSet(), {}
    for stored in judged:
        turn = recalled(stored, documents)
        if turn.mode != "quoted":
            found.counts.collection += 1
        elif turn.filters:
            found.counts.filtered += 1
        else:
            found.counts.again += turn.standalone_question in last
            last[turn.standalone_question] = turn
    for turn in last.values():
        _add(turn, found)
    return found


def _add(turn: PastTurn, found: FeedbackSet) -> None:
    counts, quotes = found.counts, [one for one in turn.citations if one.score > 0]
    if turn.status == "unsupported":
        metadata: dict[str, Any] = {"answerable": not turn.right}
        counts.right_refusals += turn.right is True
        counts.wrong_refusals += turn.right is False
    elif not turn.right:
        metadata = {"wrong": [one.quote for one in quotes]}
        counts.wrong_answers += 1
    elif not quotes:
        counts.removed += 1
        return
    else:
        metadata = {"answerable": True, "evidence": [one.quote for one in quotes]}
        counts.right_answers += 1
        sources = [s for one in quotes for s in (one.source, *(a.source for a in one.also))]
        names = dict.fromkeys(source.document_id for source in sources)
        found.relevant.extend((turn.id, name) for name in names if not _NO_CELL & {*name})
    counts.removed_quotes += len(turn.removed)
    line = {"_id": turn.id, "text": turn.standalone_question, "metadata": metadata}
    found.lines.append(line)


def write_set(folder: Path, found: FeedbackSet) -> None:
    """Write the set into a new folder, which only its owner may read.

    Raises UsageError if there is something of that name, and StorageFailed; then no folder is left.
    """
    try:
        if folder.exists():
            raise UsageError(f"{folder} is there already; name a folder that is not")
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise StorageFailed(f"{folder} cannot be made: {error.strerror}") from error
    try:
        lines = (json.dumps(line, ensure_ascii=False) for line in found.lines)
        rows = ("\t".join((*pair, "1")) for pair in found.relevant)
        (folder / "qrels").mkdir()
        _write(folder / "queries.jsonl", [*lines])
        _write(folder / "qrels" / "test.tsv", ["query-id\tcorpus-id\tscore", *rows])
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise StorageFailed(f"{folder} cannot be written: {error.strerror}") from error


def _write(path: Path, lines: Sequence[str]) -> None:
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())
