"""What the columns of a table say of a row: its number, and that a cell is empty."""

from collections.abc import Callable

import pytest

from index.search import Searcher
from service.answering.answerer import Answerer
from service.answering.asking.question import analyse
from service.answering.contrary.cells import rows_without_answer
from service.answering.contrary.contraries import contraries
from tests.service.answering.scored_evidence import evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]
ROOMS = """\
# Rooms

| Floor | Room | Used by | Telephone |
|---|---|---|---|
| 2 | Elm | 3 clerks | 311 |
| 3 | Oak | 2 guests | |
| 4 | | Dr. Ito | 3 |
"""


@pytest.fixture
def rooms(library_of: LibraryOf) -> Searcher:
    return library_of({"rooms.md": ROOMS})


def rows_left(searcher: Searcher, question: str) -> set[str]:
    evidence = evidence_of(searcher)
    contrary = contraries(analyse(question), evidence)
    empty = rows_without_answer(analyse(question), evidence)
    left = [one for one in evidence if one.place not in contrary | empty]
    return {one.text[0] for one in left if "|" in one.text} - {"F"}


def test_a_row_is_called_by_a_column_and_its_number(rooms: Searcher) -> None:
    assert rows_left(rooms, "Who works on floor 3?") == {"3"}
    assert rows_left(rooms, "Who works on floor 7?") == {"2", "3", "4"}
    assert rows_left(rooms, "Who works on the 3rd floor?") == {"3"}


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("What is the telephone of Oak?", {"2", "4"}),
        ("Which room is Dr. Ito in?", {"2", "3"}),
        ("Which room has no telephone?", {"2", "3", "4"}),  # it may ask for such rows
        ("Is there a telephone in Oak?", {"2", "3", "4"}),  # the empty cell answers
        ("Which floor is Oak on, by telephone?", {"2", "3", "4"}),  # the floor is known
    ],
)
def test_a_row_does_not_answer_with_an_empty_cell(
    rooms: Searcher, question: str, left: set[str]
) -> None:
    assert rows_left(rooms, question) == left


def test_another_row_does_not_answer_in_its_place(rooms: Searcher) -> None:
    answer = Answerer(lambda: rooms, 0.0).answer("What is the telephone of Oak?", 1).answer
    assert "311" not in answer


CODES = """\
# Pump

## Error codes

- 1: the tank is empty
- 2: the lid 🛢 is open

## Rules for guests

1. Stay on the path.
2. Feed no fish.

## Lamps

3 – red

12 kg of salt are needed for 4 of them.
"""


@pytest.mark.parametrize(
    ("question", "lost"),
    [
        ("What does error code 2 mean?", {"1: the tank is empty"}),
        ("What does guest 2 say?", {"Stay on the path."}),
        ("What does lamp 4 mean?", set()),  # no lamp is called so
        ("What does code 7 mean?", set()),
        ("Which rules are there?", set()),
    ],
)
def test_a_line_is_called_by_its_number_and_what_it_stands_under(
    library_of: LibraryOf, question: str, lost: set[str]
) -> None:
    evidence = evidence_of(library_of({"pump.md": CODES}))
    contrary = contraries(analyse(question), evidence)
    assert {one.text for one in evidence if one.place in contrary} == lost


def test_so_is_a_row_of_a_table_that_names_no_columns(library_of: LibraryOf) -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td>no {what}</td></tr>" for n, what in ((3, "ink"), (12, "key"))
    )
    evidence = evidence_of(library_of({"a.md": f"# Exit codes\n\n<table>{rows}</table>\n"}))
    contrary = contraries(analyse("What does exit code 12 mean?"), evidence)
    assert [one.text for one in evidence if one.place in contrary] == ["3 | no ink"]
