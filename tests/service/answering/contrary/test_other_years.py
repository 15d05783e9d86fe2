"""What is told of another year is no evidence, if nothing is told of the one asked about."""

from collections.abc import Callable

import pytest

from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.contrary.other_years import of_other_years
from tests.service.answering.scored_evidence import evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]
REPORT = "# Report for 2022\n\nThe surplus was 4,000 euros. It grew in 2023. The board has 5 seats."


def left_out(library_of: LibraryOf, question: str) -> set[str]:
    evidence = evidence_of(library_of({"report.md": REPORT}))
    places = of_other_years(analyse(question), evidence)
    return {one.text for one in evidence if one.place in places}


def test_a_title_tells_the_year_of_what_stands_under_it(library_of: LibraryOf) -> None:
    for question in (
        "How high was it in 2021?",
        "What was left on 3 May 2021?",
        "The 2021 surplus?",
    ):
        assert "The surplus was 4,000 euros." in left_out(library_of, question)


PERIODS = """\
# Canteen

Until May 2019 the parents ran it. Since then it has been run by a firm. From 2010 to 2012 it was
closed. In 2009 it burnt down. It was leased 1994–1998. Between 2013 and 2015
it was white. The chef of 2024 left after 3 June 2021.
"""


@pytest.mark.parametrize(
    ("year", "kept"),
    [
        (2016, {"Until", "Since"}),
        (2011, {"Until", "Since", "From"}),
        (2014, {"Until", "Since", "Between"}),
        (2026, {"Since", "The chef"}),
        (1996, {"Until", "Since", "It was leased"}),
        (1970, {"Until", "Since"}),
    ],
)
def test_a_year_may_lie_in_a_period(library_of: LibraryOf, year: int, kept: set[str]) -> None:
    evidence = evidence_of(library_of({"canteen.md": PERIODS}))
    places = of_other_years(analyse(f"Who ran the canteen in {year}?"), evidence)
    told = [one.text for one in evidence if one.place not in places and one.text != "Canteen"]
    assert {next(start for start in kept if text.startswith(start)) for text in told} == kept


@pytest.mark.parametrize(
    "question",
    [
        "How high was the surplus in 2022?",
        "How high was the surplus in 2023?",
        "How high was the surplus?",
        "How high was the surplus after 2021?",
        "How high was the surplus since May 2021?",
        "Where do I find form 2021A?",
        "Who sold 2000 tickets?",  # a number of things, and of one
        "What is kept in room 2024?",
    ],
)
def test_the_year_is_told_or_not_asked_about(library_of: LibraryOf, question: str) -> None:
    assert not left_out(library_of, question)
