import pytest

from index.storage.document_filter import Filter
from tests.service.collection.answers import TEXTS, LibraryOf, asked


@pytest.mark.parametrize("question", ["hello", "Thanks a lot!", "What can you do?"])
def test_talk_is_answered_in_kind(library_of: LibraryOf, question: str) -> None:
    answer = asked(library_of(TEXTS), question)
    assert (answer.mode, answer.status, answer.confidence) == ("talk", "unsupported", 0.0)
    assert (answer.citations, answer.passages) == ([], [])
    assert answer.answer
    assert answer.timings_ms.total == answer.timings_ms.answer > 0


def test_the_size_is_counted(library_of: LibraryOf) -> None:
    searcher = library_of(TEXTS)
    store = searcher.generation.store
    characters = sum(len(document.text) for document in store.all_documents())
    answer = asked(searcher, "How big is this collection?")
    assert (answer.mode, answer.status, answer.confidence) == ("collection", "answered", 1.0)
    assert answer.answer == (
        f"The collection has 4 documents: {store.passages} passages of {store.sentences} "
        f"sentences, {characters} characters of text."
    )
    assert answer.generation == searcher.generation.number


def test_a_filter_changes_the_numbers(library_of: LibraryOf) -> None:
    searcher, chosen = library_of(TEXTS), Filter(folder="letters")
    answer = asked(searcher, "How many documents are there?", chosen)
    document = searcher.generation.store.document("letters/letter.md")
    assert document is not None
    assert answer.answer.startswith("The filters allow 1 document: 1 passage of ")
    assert f" {len(document.text)} characters" in answer.answer
    listed = asked(searcher, "List the documents", chosen)
    assert listed.answer.splitlines()[1:] == ["- Letter (letters/letter.md)"]


def test_documents_are_listed_by_title(library_of: LibraryOf) -> None:
    answer = asked(library_of(TEXTS), "Which documents do you have?")
    assert answer.answer.splitlines() == [
        "The collection has 4 documents:",
        "- Holidays (holidays.md)",
        "- Letter (letters/letter.md)",
        "- Minutes of May (minutes.md)",
        "- Plan (plan.md)",
    ]


def test_of_many_documents_it_says_how_many_more(library_of: LibraryOf) -> None:
    texts = {f"{n:02}.md": f"# Day {n:02}\n\nThe otter swam.\n" for n in range(25)}
    lines = asked(library_of(texts), "List the documents").answer.splitlines()
    assert len(lines) == 22
    assert lines[-1] == "and 5 more."


def test_of_few_documents_the_topics_have_headings(library_of: LibraryOf) -> None:
    answer = asked(library_of({"plan.md": TEXTS["plan.md"]}), "What is this about?")
    assert answer.answer.splitlines() == [
        "The collection has 1 document:",
        "- Plan (plan.md)",
        "    Work in Brenn",
        "    Costs",
    ]


def test_where_no_document_matches_the_filters_it_says_so(library_of: LibraryOf) -> None:
    answer = asked(library_of(TEXTS), "List the documents", Filter(folder="nowhere"))
    assert (answer.status, answer.mode) == ("unsupported", "quoted")
    assert answer.answer == "No document matches the filters."
