from collections.abc import Callable

from index.search import Searcher
from index.storage.document_filter import Filter

LibraryOf = Callable[[dict[str, str]], Searcher]

BODY = (
    "The council of Holm closes the old swimming hall at the river for two years. The roof has "
    "leaked since the storm of last autumn. The repair costs 14 million crowns. Schools will swim "
    "in the hall of Birk. Buses leave from the market square at half past seven."
)


def names(searcher: Searcher, question: str, k: int = 8, chosen: Filter | None = None) -> list[str]:
    found = searcher.search(question, k, chosen).hits
    return [hit.stored.document.document_id for hit in found]


def test_of_equal_texts_one_is_found(library_of: LibraryOf) -> None:
    searcher = library_of({f"{n}.txt": BODY for n in range(5)} | {"other.txt": "A hall is a room."})
    found = names(searcher, "What does the repair of the swimming hall cost?")
    assert len(found) == 2
    assert found[1] == "other.txt"


def test_copies_crowd_nothing_out(library_of: LibraryOf) -> None:
    """More copies than each way to find a passage proposes."""
    copies = {f"{n:03}.txt": f"Printed at {n} hours.\n\n{BODY}" for n in range(120)}
    searcher = library_of(copies | {"z.txt": "A hall needs a new floor, says the engineer."})
    found = names(searcher, "What does the repair of the swimming hall cost?")
    assert "z.txt" in found
    assert 2 <= len(found) <= 5


def test_a_version_that_differs_in_a_number_is_found_too(library_of: LibraryOf) -> None:
    searcher = library_of({"a.txt": BODY, "b.txt": BODY.replace("14", "19"), "c.txt": BODY})
    found = names(searcher, "What does the repair cost?")
    assert len(found) == 2
    assert "b.txt" in found


def test_a_filter_finds_the_copy_that_it_allows(library_of: LibraryOf) -> None:
    searcher = library_of({"a/1.txt": BODY, "b/1.txt": BODY, "b/2.txt": "The hall is old."})
    found = names(searcher, "What does the repair cost?", chosen=Filter(folder="b"))
    assert found == ["b/1.txt", "b/2.txt"]


def test_what_other_documents_share_is_no_copy(library_of: LibraryOf) -> None:
    """A press release, and a page that quotes it among as much of its own."""
    own = " ".join(f"Reader {n} of the paper wrote of pool {n} in valley {n}." for n in range(9))
    searcher = library_of({"release.txt": BODY, "page.txt": f"{own} {BODY}"})
    assert set(names(searcher, "What does the repair cost?")) == {"release.txt", "page.txt"}
