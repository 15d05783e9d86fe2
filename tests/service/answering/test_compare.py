from collections.abc import Callable

import pytest

from index.search import Searcher
from service.answering.compare import Comparison
from service.answering.evidence import Evidence
from tests.service.answering.found import evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]


def pair(searcher: Searcher, *starts: str) -> list[Evidence]:
    """The sentences that begin so, of a.txt and b.txt."""
    found = evidence_of(searcher)
    return [
        next(one for one in found if one.place[0] == name and one.text.startswith(start))
        for name, start in zip(("a.txt", "b.txt"), starts, strict=True)
    ]


COST_3 = "The bridge cost 3 million crowns."
COST_5 = "The bridge cost 5 million crowns."


def test_copies_and_disagreements_are_of_different_documents(library_of: LibraryOf) -> None:
    compare = Comparison("What did it cost?")
    searcher = library_of({"a.txt": COST_3, "b.txt": f"{COST_3} {COST_5}"})
    own, theirs = pair(searcher, COST_3, COST_3)
    assert compare.copies(own, theirs)
    assert not compare.copies(own, own)
    assert compare.disagreement(own, theirs) is None
    assert compare.disagreement(*pair(searcher, COST_3, COST_5)) is None, "b.txt says both"


def test_a_number_that_differs_is_given_as_each_writes_it(library_of: LibraryOf) -> None:
    compare = Comparison("What did it cost?")
    searcher = library_of({"a.txt": COST_3, "b.txt": COST_5})
    own, others = pair(searcher, COST_3, COST_5)
    found = compare.disagreement(own, others)
    assert found
    assert [value.span.of(one.text) for value, one in zip(found, (own, others), strict=True)] == [
        *("3 million", "5 million")
    ]


@pytest.mark.parametrize(
    ("before", "other_before", "same"),
    [
        ("Holm has a bridge.", "Holm has a bridge!", True),
        ("Holm has a bridge.", "Birk has a church.", False),
        ("", "Holm has a bridge.", False),
    ],
)
def test_a_pronoun_stands_for_the_same_after_the_same_sentence(
    library_of: LibraryOf, before: str, other_before: str, same: bool
) -> None:
    it = "It cost 3 million crowns to build."
    searcher = library_of({"a.txt": f"{before} {it}", "b.txt": f"{other_before} {it} Rain falls."})
    assert Comparison("What did it cost?").copies(*pair(searcher, "It", "It")) is same


def test_a_pronoun_may_stand_for_what_the_sentence_before_names(library_of: LibraryOf) -> None:
    searcher = library_of(
        {
            "a.txt": "Anna Lind is mayor. She cut the ribbon on 12 May.",
            "b.txt": "Mayor Anna Lind cut the ribbon on 13 May. Rain fell.",
        }
    )
    assert Comparison("When was it cut?").disagreement(*pair(searcher, "She", "Mayor"))


def test_a_pronoun_does_not_stand_for_what_nothing_names(library_of: LibraryOf) -> None:
    searcher = library_of(
        {
            "a.txt": "The church is old. It cost 3 million crowns to build.",
            "b.txt": "The bridge cost 5 million crowns to build.",
        }
    )
    assert not Comparison("What did it cost?").disagreement(*pair(searcher, "It", "The bridge"))


def test_what_the_question_names_must_stand_around_both(library_of: LibraryOf) -> None:
    searcher = library_of(
        {
            "a.txt": "The Alder study ran for years. In all 900 patients were included.",
            "b.txt": "The Birk study was short. In all 400 patients were included.",
        }
    )
    two = pair(searcher, "In all", "In all")
    assert not Comparison("How many patients did the Alder study include?").disagreement(*two)
    assert Comparison("How many patients were included?").disagreement(*two)
