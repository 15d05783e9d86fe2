"""What is told of another day of the week, or of another month, is no evidence."""

from collections.abc import Callable

import pytest

from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.contrary.asked_rows import asked_rows_first
from service.answering.contrary.other_days import day_asked, of_other_days
from tests.service.answering.scored_evidence import evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]
HALL = """\
# Swimming hall

It opens at 10 on Fridays and at 11 on Saturdays. On public holidays it opens as on Saturdays. The
sauna is closed in July. It may be warm. A course is held from Monday to Thursday. It opens daily
but for Tuesday. The gate is open Mon – Fri and Wednesday–Friday. The kiosk is open on weekends and
on Monday. Children pay half.

## Sunday

- market in the yard

## Thursday

- chess for all
"""
HOURS = "day,opens,closes\nMonday,closed,closed\nTuesday,6:30,21:00\nSundays,9:00,18:00\n"


def left_out(library_of: LibraryOf, question: str) -> set[str]:
    evidence = evidence_of(library_of({"hall.md": HALL}))
    places = of_other_days(analyse(question), evidence)
    return {" ".join(one.text.split()[:3]) for one in evidence if one.place in places}


@pytest.mark.parametrize("question", ["Is it open on Tuesdays?", "when does it open on tuesday"])
def test_only_other_days_of_the_week_are_named(library_of: LibraryOf, question: str) -> None:
    assert left_out(library_of, question) == {
        *(
            "It opens at",
            "On public holidays",
            "market in the",
            "Sunday",
            "chess for all",
            "Thursday",
        )
    }


def test_a_day_may_be_that_of_a_heading(library_of: LibraryOf) -> None:
    left = left_out(library_of, "What is on on Sunday?")
    assert "chess for all" in left
    assert "market in the" not in left


def test_only_another_month_is_named(library_of: LibraryOf) -> None:
    assert left_out(library_of, "Is the sauna closed in August?") == {"The sauna is"}
    assert left_out(library_of, "is the sauna closed in july") == set()


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("Is it open on Sundays?", "sunday"),
        ("how long is it open sunday", "sunday"),
        ("What is on in May?", "may"),
        ("What can I do that it may?", ""),
        ("Is it open after Sunday?", ""),
        ("Can I come on Monday if I am ill on Sunday?", ""),
        ("What happens if I am ill on Sunday?", ""),
        ("Is it open on Saturday and Sunday?", ""),
        ("Which Sunday market is the best?", ""),
        ("When did the shop open that closed in May?", ""),
        ("Who won on 3 May?", ""),
        ("What was sold in May 1999?", ""),
        ("Who is it?", ""),
    ],
)
def test_the_day_is_the_one_that_the_question_ends_with(question: str, day: str) -> None:
    assert day_asked(analyse(question)) == day


def test_the_row_of_the_asked_day_is_read_first(library_of: LibraryOf) -> None:
    evidence = evidence_of(library_of({"hours.csv": HOURS}), {"Tuesday": 0.9})
    for question, row in (
        ("When does it open on Sunday?", "Sundays | 9:00 | 18:00"),
        ("is it open on mondays", "Monday | closed | closed"),
        ("When does it open?", "Tuesday | 6:30 | 21:00"),
        ("Is it open on Fridays?", "Tuesday | 6:30 | 21:00"),
    ):
        assert asked_rows_first(analyse(question), evidence)[0].text == row
