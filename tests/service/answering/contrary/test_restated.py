"""Sentences that tell no more than a question does answer nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.contrary.restated import asked_indirectly, without_restated
from service.answering.weighing.evidence import SentenceReading
from tests.service.answering.scored_evidence import evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]
BOARD = "Ada left the board on 3 June. Ada left the board for a trip. Ask whether Ada left it."


@pytest.mark.parametrize(("span", "left"), [(-1.0, 2), (1.0, 3)])
def test_when_it_was_is_not_why(library_of: LibraryOf, span: float, left: int) -> None:
    found = evidence_of(library_of({"board.md": BOARD}))
    read = [replace(one, reading=SentenceReading(2.0, span, one.sentence.span)) for one in found]
    told = [one.text for one in without_restated(analyse("Why did Ada leave the board?"), read)]
    assert len(told) == left
    assert ("Ada left the board on 3 June." in told) is (span > 0)
    assert len(without_restated(analyse("When did Ada leave the board?"), read)) == 3


def test_what_is_left_open_is_no_answer(library_of: LibraryOf) -> None:
    evidence = evidence_of(library_of({"board.md": BOARD}))
    for question, count in (("Did Ada leave the board?", 1), ("When did Ada leave?", 0)):
        assert len(asked_indirectly(analyse(question), evidence)) == count
