from collections.abc import Callable

from index.search import Searcher

LibraryOf = Callable[[dict[str, str]], Searcher]


def test_a_successor_comes_before_what_it_replaces(library_of: LibraryOf) -> None:
    searcher = library_of(
        {
            "old.md": "---\nsuperseded_by: new.md\n---\nThe code of the door is 1234.",
            "new.md": "The code of the door is 5678, since the lock was changed.",
            "other.md": "The door is red.",
        }
    )
    hits = searcher.search("What is the code of the door?", 5).hits
    names = [hit.stored.document.document_id for hit in hits]
    assert names.index("new.md") < names.index("old.md")
    assert [hit.logit for hit in hits] == sorted((hit.logit for hit in hits), reverse=True)


def test_a_successor_that_does_not_answer_stays_where_it_is(library_of: LibraryOf) -> None:
    searcher = library_of(
        {
            "old.md": "---\nsuperseded_by: new.md\n---\nThe code of the door is 1234.",
            "new.md": "Rain falls on the sea, and kelp grows in it.",
        }
    )
    [first, *_] = searcher.search("What is the code of the door?", 5).hits
    assert first.stored.document.document_id == "old.md"
