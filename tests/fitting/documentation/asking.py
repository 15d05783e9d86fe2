"""Questions about real documentation -> what a search of the whole collection finds for each.

Everyday questions have a few documents each. Here one page of hundreds answers, in a list, a table
or an option's entry as often as in prose, and many pages look as if they did.

questions/NAME.jsonl holds those about one collection, with the fields of an `EverydayQuestion` but
for its folder. What cannot be answered is told nowhere in the collection. A reader learns from them
and is judged by them. lessons/NAME.jsonl, which are alike, and what is asked in the dialogues, as
their writers put it in full, are to learn from alone; docs/reader.md tells what that was worth.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.fitting.collect import Asked
from tests.fitting.documentation.collections import collections, lines_of, sources
from tests.fitting.everyday.asking import EverydayQuestion, ask_of_folders, named

SET = "documentation"


def read_questions() -> list[EverydayQuestion]:
    """The questions about all collections, by collection."""
    return [one for name in sorted(sources()) for one in questions_about(name)]


def questions_about(name: str) -> list[EverydayQuestion]:
    """The questions about one collection."""
    return _told("questions", name)


def lessons_about(name: str) -> list[EverydayQuestion]:
    """The lessons about one collection."""
    return _told("lessons", name)


def _told(folder: str, name: str) -> list[EverydayQuestion]:
    return [EverydayQuestion(folder=name, **json.loads(line)) for line in lines_of(folder, name)]


def questions_in_dialogues(name: str) -> list[EverydayQuestion]:
    """What is asked in the dialogues about one collection, each question once."""
    turns = [turn for line in lines_of("dialogues", name) for turn in json.loads(line)["turns"]]
    told = (_in_full(name, turn) for turn in turns)
    return list({one.question: one for one in told}.values())


def _in_full(name: str, turn: dict[str, Any]) -> EverydayQuestion:
    """Return a turn as a question that stands alone."""
    answer = next(iter(turn.get("expected_contains", ())), "")
    file = turn.get("expected_document", "") if answer else ""
    return EverydayQuestion(name, turn["standalone"], answer, file, "dialogue")


def ask_documentation(
    say: Callable[[str], None],
    checkouts: Path,
    told: Callable[[str], Iterable[EverydayQuestion]] = questions_about,
) -> list[Asked]:
    """Ask every question of its own collection.

    checkouts: the folder of the repositories, as `collections` takes it. told: returns the
    questions about the collection of a name.
    """
    folders = (
        (collection.name, collection.documents, named(told(collection.name)))
        for collection in collections(checkouts)
    )
    return [with_answers_as_found(asked) for asked in ask_of_folders(SET, folders, say)]


def with_answers_as_found(asked: Asked) -> Asked:
    """Return the same, with its answers also as they stand in what was found.

    An answer is copied from a file, whose marks (`code`, **bold**, a table's bars) are no text.
    """
    query = asked.query
    texts = [
        hit.stored.text for hit in asked.hits if hit.stored.document.document_id in query.relevant
    ]
    found = [match[0] for answer in query.answers for match in _found_in(texts, answer)]
    return replace(asked, query=replace(query, answers=(*query.answers, *dict.fromkeys(found))))


def _found_in(texts: Sequence[str], answer: str) -> Iterator[re.Match[str]]:
    """Yield where the letters and digits of an answer stand in a row."""
    letters = re.findall(r"[^\W_]", answer)
    words = re.compile(r"[\W_]*".join(letters), re.IGNORECASE)
    yield from filter(None, map(words.search, texts))
