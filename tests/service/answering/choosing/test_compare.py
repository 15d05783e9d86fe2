import random
from collections.abc import Callable

import pytest

from index.search import Searcher
from index.storage.document_filter import Filter
from service.answering.agreement.claim import Claim
from service.answering.asking.question import analyse
from service.answering.choosing.compare import Comparison
from service.answering.choosing.select import select
from service.answering.weighing.evidence import Evidence
from tests.service.answering.scored_evidence import evidence_of

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
    compare = Comparison(analyse("What did it cost?"))
    searcher = library_of({"a.txt": COST_3, "b.txt": f"{COST_3} {COST_5}"})
    own, theirs = pair(searcher, COST_3, COST_3)
    assert compare.copies(own, theirs)
    assert not compare.copies(own, own)
    assert compare.disagreement(own, theirs) is None
    assert compare.disagreement(*pair(searcher, COST_3, COST_5)) is None, "b.txt says both"


def test_a_number_that_differs_is_given_as_each_writes_it(library_of: LibraryOf) -> None:
    compare = Comparison(analyse("What did it cost?"))
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
    assert Comparison(analyse("What did it cost?")).copies(*pair(searcher, "It", "It")) is same


def test_a_pronoun_may_stand_for_what_the_sentence_before_names(library_of: LibraryOf) -> None:
    searcher = library_of(
        {
            "a.txt": "Anna Lind is mayor. She cut the ribbon on 12 May.",
            "b.txt": "Mayor Anna Lind cut the ribbon on 13 May. Rain fell.",
        }
    )
    assert Comparison(analyse("When was it cut?")).disagreement(*pair(searcher, "She", "Mayor"))


def test_a_pronoun_does_not_stand_for_what_nothing_names(library_of: LibraryOf) -> None:
    searcher = library_of(
        {
            "a.txt": "The church is old. It cost 3 million crowns to build.",
            "b.txt": "The bridge cost 5 million crowns to build.",
        }
    )
    assert not Comparison(analyse("What did it cost?")).disagreement(
        *pair(searcher, "It", "The bridge")
    )


def test_what_the_question_names_must_stand_around_both(library_of: LibraryOf) -> None:
    searcher = library_of(
        {
            "a.txt": "The study of otters ran for years. The study includes 900 animals.",
            "b.txt": "The study of badgers was short. The study includes 400 animals.",
        }
    )
    two = pair(searcher, "The study includes", "The study includes")
    assert not Comparison(analyse("How many does the study of otters include?")).disagreement(*two)
    assert Comparison(analyse("How many animals does it include?")).disagreement(*two)


def test_each_sentence_is_parsed_once(
    library_of: LibraryOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    parse = Claim.parse

    def count(text: str) -> Claim:
        parsed.append(text)
        return parse(text)

    monkeypatch.setattr(Claim, "parse", count)
    searcher = library_of({f"{n}.txt": f"The bridge cost {n} million crowns." for n in (3, 4, 5)})
    evidence = evidence_of(searcher)
    select(analyse("What did the bridge cost?"), evidence)
    assert sorted(parsed) == sorted(sentence.text for sentence in evidence)


def said(searcher: Searcher) -> list[list[str]]:
    """What the sentences of an index say otherwise than each other, in order of documents."""
    chosen = sorted(evidence_of(searcher), key=lambda one: one.place)
    return [
        [value.span.of(chosen[place].text) for place, value in found]
        for found in Comparison(analyse("What did it cost?")).disagreements(chosen)
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
    searcher = library_of({"a.txt": text, "b.txt": text})
    copies = [one for name in "ab" for one in evidence_of(searcher, chosen=only(f"{name}.txt"))]
    assert len(copies) == 6
    assert Comparison(analyse("What did the bridge cost?")).disagreements(copies) == []


def only(name: str) -> Filter:
    return Filter(documents=frozenset({name}))


@pytest.mark.parametrize("seed", range(4))
def test_no_text_at_all_is_at_odds_with_a_copy_of_itself(library_of: LibraryOf, seed: int) -> None:
    words = (
        "the bridge cost it 3 5 million crowns in 1890 1891 on 12 May 13 mill not burned .".split()
    )
    choose = random.Random(seed)
    texts = [" ".join(choose.choices(words, k=40)).replace(" .", ". The") for _ in range(4)]
    searcher = library_of({f"{n}{copy}.txt": text for n, text in enumerate(texts) for copy in "ab"})
    for number in range(len(texts)):
        names = [f"{number}a.txt", f"{number}b.txt"]
        chosen = [one for name in names for one in evidence_of(searcher, chosen=only(name))]
        assert {one.place[0] for one in chosen} == {*names}
        assert Comparison(analyse("What did the bridge cost?")).disagreements(chosen) == []
