from collections.abc import Callable

import pytest

from index.search import Searcher
from service.answering.evidence import MOST_QUOTES, Evidence, select, weigh

LibraryOf = Callable[[dict[str, str]], Searcher]


def chosen_for(searcher: Searcher, question: str) -> list[Evidence]:
    return select(question, weigh(question, searcher.search(question, 8).hits))


def test_the_sentence_with_the_words_asked_for_weighs_most(library_of: LibraryOf) -> None:
    searcher = library_of(
        {"a.txt": "The mill grinds barley. The otter dives eight metres deep. Rain falls."}
    )
    evidence = weigh("How deep does the otter dive?", searcher.search("otter dives deep", 8).hits)
    assert evidence[0].text == "The otter dives eight metres deep."
    assert len(evidence) == 3
    assert all(0 <= one.score <= 1 for one in evidence)
    scores = [one.score for one in evidence]
    assert scores == sorted(scores, reverse=True)


def test_of_two_alike_the_one_of_the_kind_asked_for_weighs_more(library_of: LibraryOf) -> None:
    searcher = library_of({"a.txt": "The mill was closed again.\n\nThe mill was closed in 1890."})
    question = "When was the mill closed?"
    best = weigh(question, searcher.search(question, 8).hits)[0]
    assert best.shows_kind
    assert best.text == "The mill was closed in 1890."


def test_nothing_found_is_no_evidence_and_no_choice() -> None:
    assert weigh("why?", []) == []
    assert select("why?", []) == []


def test_the_same_statement_is_chosen_once(library_of: LibraryOf) -> None:
    sentence = "The otter dives eight metres deep."
    searcher = library_of(
        {
            "a.txt": f"{sentence} Rain falls.",
            "b.txt": f"Wind blows. {sentence}",
            "c.txt": "The otter dives eight metres deep!",
        }
    )
    chosen = chosen_for(searcher, "How deep does the otter dive?")
    assert [one.text.rstrip(".!") for one in chosen] == [sentence.rstrip(".")]


def test_the_chosen_are_few_and_in_reading_order(library_of: LibraryOf) -> None:
    animals = ["otter", "badger", "heron", "beaver", "kestrel", "marten"]
    text = " ".join(f"The {animal} lives in the {animal}wood valley." for animal in animals)
    searcher = library_of({"a.txt": text, "b.txt": "The valley has animals. The beaver lives."})
    chosen = chosen_for(searcher, "Which animals live in the valley?")
    assert 1 <= len(chosen) <= MOST_QUOTES
    of_a = [one.place[1] for one in chosen if one.place[0] == "a.txt"]
    assert of_a == sorted(of_a)


def test_a_sentence_that_leans_on_the_one_before_brings_it(library_of: LibraryOf) -> None:
    searcher = library_of(
        {"a.txt": "Rain falls. The otter is a swimmer. It dives eight metres deep in winter."}
    )
    chosen = chosen_for(searcher, "How deep does one dive in winter?")
    texts = [one.text for one in chosen]
    assert texts[:2] == ["The otter is a swimmer.", "It dives eight metres deep in winter."]


def test_a_pronoun_at_the_start_of_a_document_has_nothing_to_bring(library_of: LibraryOf) -> None:
    searcher = library_of({"a.txt": "It dives eight metres deep in winter. Rain falls."})
    chosen = chosen_for(searcher, "How deep does it dive in winter?")
    assert [one.text for one in chosen] == ["It dives eight metres deep in winter."]


@pytest.mark.parametrize("place", ["before", "after"])
def test_a_note_in_brackets_is_never_the_best(library_of: LibraryOf, place: str) -> None:
    note, sentence = "[Source: how deep the otter dives]", "The otter dives eight metres deep."
    text = f"{note}\n{sentence}" if place == "before" else f"{sentence}\n{note}"
    searcher = library_of({"a.txt": f"{text}\nRain falls."})
    question = "How deep does the otter dive?"
    assert weigh(question, searcher.search(question, 8).hits)[0].text == sentence
