"""Dialogues in which every turn tells what is meant, and what answers -> rows without a search.

tests/fitting/documentation/dialogues holds them, with the fields of a conversation there:
`expected_document` and `expected_contains` name the answer, and `standalone` is the question as a
person would put it. A listener learns from them: it hears what was said and readings, and nothing
of what a search finds.
"""

from collections.abc import Iterator
from pathlib import Path

from service.evaluation.cases.case_set import Case
from service.evaluation.cases.question_file import JudgedTurn
from service.followups.said.history import MOST_TURNS, Past
from tests.fitting.documentation.collections import collections, conversations
from tests.fitting.documentation.pages import Pages
from tests.fitting.followups.collect import Row, bare_row


def written_rows(checkouts: Path) -> Iterator[Row]:
    """Yield the follow-ups of all dialogues about collections that may be learned from.

    checkouts: the folder of the repositories, as `collections` takes it.
    """
    for collection in collections(checkouts):
        if collection.is_learned:
            pages = Pages(collection.documents)
            for case in conversations(collection.name, folder="dialogues"):
                yield from rows_of_dialogue(case, pages, collection.name)


def rows_of_dialogue(case: Case, pages: Pages, collection: str) -> Iterator[Row]:
    """Yield the follow-ups of one dialogue, each after what was answered before it."""
    history: list[Past] = []
    for turn in case.told.turns:
        if history and turn.tells_reading:
            yield bare_row(case.name, turn, history[-MOST_TURNS:], collection)
        history.append(_past_of(turn, pages))


def _past_of(turn: JudgedTurn, pages: Pages) -> Past:
    standalone = (turn.model_extra or {}).get("standalone", turn.question)
    file = turn.expected_document
    stretches = turn.expected_contains[0] if turn.expected_contains else ()
    found = next((one for text in stretches if file and (one := pages.find(file, text))), None)
    if found is None:
        return Past(turn.question, standalone)
    quoted = frozenset({file}) if file else frozenset()
    return Past(turn.question, standalone, (found.quote,), quoted, headings=found.headings)
