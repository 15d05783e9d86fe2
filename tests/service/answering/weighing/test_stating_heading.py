"""Items that read as the contrary without the heading that they stand under."""

from collections.abc import Callable

import pytest

from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.choosing.select import select
from service.answering.weighing.evidence import Evidence
from service.answering.weighing.stating_heading import stating_heading
from tests.service.answering.scored_evidence import composed, evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]
TOUR = """\
# The island tour

## What it costs

- 40 euros for adults

## Not included

- Lunch
- Drinks of all kinds

## Do not bring

- glass bottles
- what you can buy there

Dogs.

## Removed

- Support for boats from 1990.
- The old ferry was sold to a museum.

## Permitted things

- Cameras without a stand

## Rent and deposit

- The rent is 5 pounds.

## Before you come

- Read the rules.
- The gate closes at noon.
- Tip: buy tickets on the boat.

## Please do not

The following is dangerous:

- Swimming near the pier
"""


@pytest.fixture
def tour(library_of: LibraryOf) -> Searcher:
    return library_of({"tour.md": TOUR})


def found(searcher: Searcher, start: str) -> Evidence:
    return next(one for one in evidence_of(searcher) if one.text.startswith(start))


@pytest.mark.parametrize(
    ("question", "item", "heading"),
    [
        ("Is lunch included?", "Lunch", "Not included"),
        ("What about lunch?", "Lunch", "Not included"),
        ("May I bring bottles?", "glass bottles", "Do not bring"),
        ("What must stay at home?", "what you can buy", "Do not bring"),
        ("May I bring dogs?", "Dogs", "Do not bring"),
        ("What happened to old boats?", "Support for boats", "Removed"),
        ("What happened to the ferry?", "The old ferry", "Removed"),
        # Less than a clause is no answer to a question for yes or no.
        ("May I take pictures?", "Cameras", "Permitted things"),
        ("Does it cost 40 euros?", "40 euros", "What it costs"),
        # Elsewhere such a heading says nothing that is missing.
        ("What may I bring?", "Cameras", None),
        ("How much is it?", "40 euros", None),
        ("Do I have to read rules?", "Read the rules", None),
        ("Does the gate close?", "The gate", None),
        ("Can I buy tickets?", "Tip:", None),
        ("Must I pay rent?", "The rent", None),
        # A lead-in stands between.
        ("May I swim?", "Swimming", None),
    ],
)
def test_an_item_has_the_heading_without_which_it_is_misunderstood(
    tour: Searcher, question: str, item: str, heading: str | None
) -> None:
    one = found(tour, item)
    span = stating_heading(analyse(question), one)
    told = one.hit.stored.document.text[span.start : span.end] if span else None
    assert told == heading


def test_the_title_of_a_document_is_quoted_with_no_item(library_of: LibraryOf) -> None:
    one = found(library_of({"tour.md": "# Not included\n\n- Lunch\n- Drinks\n"}), "Lunch")
    assert stating_heading(analyse("Is lunch included?"), one) is None


def test_the_heading_is_quoted_before_the_item(tour: Searcher) -> None:
    question = analyse("Is lunch included?")
    evidence = evidence_of(tour, {"Lunch": 0.9})
    lunch = next(one for one in evidence if one.text == "Lunch")
    selection = select(question, [lunch])
    answer = composed(question, selection, tour.generation.store)
    assert answer.answer == "Not included\n\n- Lunch [1]"
    assert answer.citations[0].quote == "Not included\n\n- Lunch"


def test_the_heading_of_a_later_item_is_quoted_by_itself(tour: Searcher) -> None:
    question = analyse("Are drinks included?")
    drinks = found(tour, "Drinks")
    answer = composed(question, select(question, [drinks]), tour.generation.store)
    assert answer.answer == "Not included [1]\nDrinks of all kinds [2]"


def test_an_item_of_an_inner_list_has_the_heading_of_all(library_of: LibraryOf) -> None:
    text = "# Tour\n\n## Not included\n\n- Food\n  - lunch\n  - soup\n"
    soup = found(library_of({"tour.md": text}), "soup")
    question = analyse("Is soup included?")
    span = stating_heading(question, soup)
    assert span is not None
    assert soup.hit.stored.document.text[span.start : span.end] == "Not included"
