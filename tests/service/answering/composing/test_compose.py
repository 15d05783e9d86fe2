from collections.abc import Callable

from index.search import Searcher
from service.answering.asking.question import Question, analyse
from service.answering.choosing.compare import Comparison
from service.answering.choosing.select import ChosenSentence, Selection
from service.answering.composing.compose import UNSUPPORTED, compose
from service.answering.versions.copies import witness_of
from service.answering.weighing.evidence import Evidence
from service.sources import passage_id
from tests.service.answering.scored_evidence import NO_SIGNALS, composed, evidence_of, logit_of

LibraryOf = Callable[[dict[str, str]], Searcher]


def disputed(question: Question, chosen: list[ChosenSentence]) -> Selection:
    """A selection of these sentences, with what they contradict each other in."""
    sentences = [sentence.evidence for sentence in chosen]
    return Selection(chosen, Comparison(question).disagreements(sentences))


TEXT = "The 🦦 otter 😀 dives. Naïve cafés close\nEarly! The lamp is red."


def test_each_chosen_sentence_is_followed_by_its_marker(library_of: LibraryOf) -> None:
    searcher = library_of({"a.txt": TEXT})
    hits = searcher.search("otter", 5).hits
    chosen = [
        ChosenSentence(Evidence(hits[0], number, NO_SIGNALS, logit_of(0.75))) for number in range(2)
    ]
    answer = composed(analyse("why?"), Selection(chosen), searcher.generation.store)
    assert answer.status == "answered"
    assert answer.question == "why?"
    assert answer.answer == "The 🦦 otter 😀 dives. [1]\nNaïve cafés close [2]"
    for citation, sentence in zip(answer.citations, chosen, strict=True):
        assert citation.quote == sentence.evidence.text
        assert answer.answer[citation.answer.start : citation.answer.end] == citation.quote
        assert TEXT[citation.source.start : citation.source.end] == citation.quote
        assert citation.score == 0.75


def test_a_citation_names_its_source_in_full(library_of: LibraryOf) -> None:
    searcher = library_of(
        {"b.md": "---\ntitle: The mill\ndate: 1890-05-04\n---\nIt grinds. It stops."}
    )
    hit = searcher.search("grinds", 1).hits[0]
    document = hit.stored.document
    selection = Selection([ChosenSentence(Evidence(hit, 0, NO_SIGNALS, logit_of(0.5)))])
    [citation] = composed(analyse("?"), selection, searcher.generation.store).citations
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
    answer = compose(analyse("?"), Selection(), [], hits)
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


def test_further_sources_and_conflicts_are_named_in_full(library_of: LibraryOf) -> None:
    cost = "The 🦦 bridge cost {} million crowns."
    searcher = library_of(
        {
            "a.txt": f"Rain falls. {cost.format(3)}",
            "b.md": f"---\ntitle: B\ndate: 1890-05-04\n---\nWind blows. {cost.format('three')}",
            "c.txt": f"Snow falls. {cost.format(5)}",
        }
    )
    evidence = {e.document_id: e for e in evidence_of(searcher) if e.text.startswith("The")}
    chosen = [
        ChosenSentence(evidence["a.txt"], (witness_of(evidence["b.md"]),)),
        ChosenSentence(evidence["c.txt"]),
    ]
    question = analyse("What did it cost?")
    answer = composed(question, disputed(question, chosen), searcher.generation.store)
    [also] = answer.citations[0].also
    assert also.quote == cost.format("three")
    assert (also.source.document_id, also.source.title) == ("b.md", "B")
    assert also.source.published == "1890-05-04"
    assert not also.copy
    text = evidence["b.md"].hit.stored.document.text
    assert text[also.source.start : also.source.end] == also.quote
    assert answer.citations[1].also == []
    [conflict] = answer.conflicts
    assert conflict.kind == "number"
    assert [(value.marker, value.text) for value in conflict.values] == [
        *((1, "3 million"), (2, "5 million"))
    ]
    for value in conflict.values:
        assert answer.answer[value.answer.start : value.answer.end] == value.text


def test_a_date_that_differs_is_a_conflict_of_dates(library_of: LibraryOf) -> None:
    searcher = library_of({f"{n}.txt": f"King Olaf died in 189{n}." for n in (0, 1)})
    question, chosen = analyse("When?"), [ChosenSentence(e) for e in evidence_of(searcher)]
    answer = composed(question, disputed(question, chosen), searcher.generation.store)
    assert [conflict.kind for conflict in answer.conflicts] == ["date"]
