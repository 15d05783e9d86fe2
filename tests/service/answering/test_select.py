from collections.abc import Callable

from index.search import Searcher
from service.answering.evidence import Evidence, weigh
from service.answering.select import MOST_QUOTES, select

LibraryOf = Callable[[dict[str, str]], Searcher]


def chosen_for(searcher: Searcher, question: str) -> list[Evidence]:
    return select(question, weigh(question, searcher.search(question, 8).hits))


def test_nothing_found_is_no_choice() -> None:
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
