import random
from collections.abc import Callable

import pytest

from index.search import Searcher
from service.answering.conflicts import disagreements
from tests.service.answering.found import evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]


def said(searcher: Searcher) -> list[list[str]]:
    """What the sentences of an index say otherwise than each other, in order of documents."""
    chosen = sorted(evidence_of(searcher), key=lambda one: one.place)
    return [
        [value.span.of(chosen[place].text) for place, value in found]
        for found in disagreements("What did it cost?", chosen)
    ]


def test_three_that_differ_in_one_number_are_one_disagreement(library_of: LibraryOf) -> None:
    text = "The bridge cost {} million crowns. The otter swims."
    searcher = library_of({f"{n}.txt": text.format(n) for n in (3, 4, 5)})
    assert said(searcher) == [["3 million", "4 million", "5 million"]]


def test_two_things_in_which_they_differ_are_two_disagreements(library_of: LibraryOf) -> None:
    text = "The bridge cost {} million crowns. King Olaf died in {}."
    searcher = library_of({"a.txt": text.format(3, 1890), "b.txt": text.format(4, 1891)})
    assert said(searcher) == [["3 million", "4 million"], ["1890", "1891"]]


def test_a_document_is_never_at_odds_with_a_copy_of_itself(library_of: LibraryOf) -> None:
    text = "The bridge cost 3 million crowns. It cost 5 million crowns. In 1890 it burned."
    assert said(library_of({"a.txt": text, "b.txt": text})) == []


@pytest.mark.parametrize("seed", range(4))
def test_no_text_at_all_is_at_odds_with_a_copy_of_itself(library_of: LibraryOf, seed: int) -> None:
    words = (
        "the bridge cost it 3 5 million crowns in 1890 1891 on 12 May 13 mill not burned .".split()
    )
    choose = random.Random(seed)
    texts = [" ".join(choose.choices(words, k=40)).replace(" .", ". The") for _ in range(4)]
    searcher = library_of({f"{n}{copy}.txt": text for n, text in enumerate(texts) for copy in "ab"})
    evidence = evidence_of(searcher)
    for number in range(len(texts)):
        names = {f"{number}a.txt", f"{number}b.txt"}
        chosen = [one for one in evidence if one.place[0] in names]
        assert {one.place[0] for one in chosen} == names
        assert disagreements("What did the bridge cost?", chosen) == []
