from collections.abc import Callable

import pytest

from index.ranking.cross_encoder import BestFew
from index.search import Searcher
from service.answering.evidence import weigh
from service.answering.question import analyse
from tests.toy import ToyCrossEncoder

LibraryOf = Callable[[dict[str, str]], Searcher]


def test_the_sentence_with_the_words_asked_for_weighs_most(library_of: LibraryOf) -> None:
    searcher = library_of(
        {"a.txt": "The mill grinds barley. The otter dives eight metres deep. Rain falls."}
    )
    evidence = weigh(
        analyse("How deep does the otter dive?"), searcher.search("otter dives deep", 8).hits
    )
    assert evidence[0].text == "The otter dives eight metres deep."
    assert len(evidence) == 3
    assert all(0 <= one.score <= 1 for one in evidence)
    scores = [one.score for one in evidence]
    assert scores == sorted(scores, reverse=True)


def test_of_two_alike_the_one_of_the_kind_asked_for_weighs_more(library_of: LibraryOf) -> None:
    searcher = library_of({"a.txt": "The mill was closed again.\n\nThe mill was closed in 1890."})
    question = "When was the mill closed?"
    best = weigh(analyse(question), searcher.search(question, 8).hits)[0]
    assert best.shows_kind
    assert best.text == "The mill was closed in 1890."


def test_of_two_alike_the_one_in_the_passage_that_a_cross_encoder_prefers_weighs_more(
    library_of: LibraryOf,
) -> None:
    dives = "The otter dives eight metres deep."
    searcher = library_of({"a.txt": f"{dives} Rain fell.", "b.txt": f"{dives} Snow fell."})
    question = "How deep does the otter dive?"
    hits = searcher.search(question, 8).hits
    for weather, name in (("Rain", "a.txt"), ("Snow", "b.txt")):
        reranked = BestFew(ToyCrossEncoder({weather: 1.0}), 8).rerank(question, hits)
        best = weigh(analyse(question), reranked)[0]
        assert (best.text, best.place[0]) == (dives, name)


def test_nothing_found_is_no_evidence() -> None:
    assert weigh(analyse("why?"), []) == []


@pytest.mark.parametrize("place", ["before", "after"])
def test_a_note_in_brackets_is_never_the_best(library_of: LibraryOf, place: str) -> None:
    note, sentence = "[Source: how deep the otter dives]", "The otter dives eight metres deep."
    text = f"{note}\n{sentence}" if place == "before" else f"{sentence}\n{note}"
    searcher = library_of({"a.txt": f"{text}\nRain falls."})
    question = "How deep does the otter dive?"
    assert weigh(analyse(question), searcher.search(question, 8).hits)[0].text == sentence
