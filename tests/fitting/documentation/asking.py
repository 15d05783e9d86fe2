"""Questions about real documentation -> what a search of the whole collection finds for each.

Everyday questions have a few documents each. Here one page of hundreds answers, in a list, a table
or an option's entry as often as in prose, and many pages look as if they did.

questions/NAME.jsonl holds those about one collection, with the fields of an `EverydayQuestion` but
for its folder. What cannot be answered is told nowhere in the collection.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tests.fitting.collect import Asked
from tests.fitting.documentation.collections import collections, lines_of, sources
from tests.fitting.everyday.asking import EverydayQuestion, ask_of_folders, named

SET = "documentation"


def read_questions() -> list[EverydayQuestion]:
    """The questions about all collections, by collection."""
    return [one for name in sorted(sources()) for one in questions_about(name)]


def questions_about(name: str) -> list[EverydayQuestion]:
    """The questions about one collection."""
    lines = lines_of("questions", name)
    return [EverydayQuestion(folder=name, **json.loads(line)) for line in lines]


def ask_documentation(say: Callable[[str], None], checkouts: Path) -> list[Asked]:
    """Ask every question of its own collection.

    checkouts: the folder of the repositories, as `collections` takes it.
    """
    folders = (
        (collection.name, collection.documents, named(questions_about(collection.name)))
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
