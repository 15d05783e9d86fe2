from collections.abc import Callable

from index.search import Searcher
from service.answering.compose import UNSUPPORTED, compose, passage_id
from service.answering.evidence import Evidence

LibraryOf = Callable[[dict[str, str]], Searcher]
TEXT = "The 🦦 otter 😀 dives. Naïve cafés close\nearly! The lamp is red."


def test_each_chosen_sentence_is_followed_by_its_marker(library_of: LibraryOf) -> None:
    hits = library_of({"a.txt": TEXT}).search("otter", 5).hits
    chosen = [Evidence(hits[0], number, 0.75, True) for number in range(2)]
    answer = compose("why?", chosen, hits)
    assert answer.status == "answered"
    assert answer.question == "why?"
    assert answer.answer == "The 🦦 otter 😀 dives. [1] Naïve cafés close [2]"
    for citation, evidence in zip(answer.citations, chosen, strict=True):
        assert citation.quote == evidence.text
        assert answer.answer[citation.answer.start : citation.answer.end] == citation.quote
        assert TEXT[citation.source.start : citation.source.end] == citation.quote
        assert citation.score == 0.75


def test_a_citation_names_its_source_in_full(library_of: LibraryOf) -> None:
    searcher = library_of(
        {"b.md": "---\ntitle: The mill\ndate: 1890-05-04\n---\nIt grinds. It stops."}
    )
    hit = searcher.search("grinds", 1).hits[0]
    document = hit.stored.document
    [citation] = compose("?", [Evidence(hit, 0, 0.5, True)], [hit]).citations
    source = citation.source
    assert (source.document_id, source.title, source.published) == (
        "b.md",
        "The mill",
        "1890-05-04",
    )
    assert source.sha256 == document.sha256
    assert source.passage_id == passage_id(hit.stored)


def test_the_nearest_passages_are_given_as_they_stand(library_of: LibraryOf) -> None:
    hits = library_of({"a.txt": TEXT, "b.txt": "A badger sleeps."}).search("badger", 5).hits
    answer = compose("?", [], hits)
    assert answer.status == "unsupported"
    assert answer.answer == UNSUPPORTED
    assert answer.citations == []
    assert [passage.text for passage in answer.passages] == ["A badger sleeps.", TEXT]
    for passage, hit in zip(answer.passages, hits, strict=True):
        text = hit.stored.document.text
        assert text[passage.start : passage.end] == passage.text
        assert passage.passage_id == passage_id(hit.stored)


def test_passages_of_the_same_place_in_other_versions_have_other_ids(
    library_of: LibraryOf,
) -> None:
    one = library_of({"a.txt": "The lamp is red."}).search("lamp", 1).hits[0]
    two = library_of({"a.txt": "The lamp is new."}).search("lamp", 1).hits[0]
    assert passage_id(one.stored) != passage_id(two.stored)
