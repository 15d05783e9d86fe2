from collections.abc import Callable

from index.ranking.cross_encoder import BestFew
from index.search import Searcher
from service.answering.weighing.evidence import read, weigh
from tests.toy import ToyCrossEncoder, ToyReader

LibraryOf = Callable[[dict[str, str]], Searcher]


def test_the_sentence_with_the_words_asked_for_weighs_most(library_of: LibraryOf) -> None:
    searcher = library_of(
        {"a.txt": "The mill grinds barley. The otter dives eight metres deep. Rain falls."}
    )
    evidence = weigh(searcher.search("otter dives deep", 8).hits)
    assert evidence[0].text == "The otter dives eight metres deep."
    assert len(evidence) == 3
    assert all(0 <= one.score <= 1 for one in evidence)
    scores = [one.score for one in evidence]
    assert scores == sorted(scores, reverse=True)


def test_of_two_alike_the_one_in_the_passage_that_a_cross_encoder_prefers_weighs_more(
    library_of: LibraryOf,
) -> None:
    dives = "The otter dives eight metres deep."
    searcher = library_of({"a.txt": f"{dives} Rain fell.", "b.txt": f"{dives} Snow fell."})
    question = "How deep does the otter dive?"
    hits = searcher.search(question, 8).hits
    for weather, name in (("Rain", "a.txt"), ("Snow", "b.txt")):
        reranked = BestFew(ToyCrossEncoder({weather: 1.0}), 8).rerank(question, hits)
        best = weigh(reranked)[0]
        assert (best.text, best.place[0]) == (dives, name)


def test_nothing_found_is_no_evidence() -> None:
    assert weigh([]) == []


DIVES, WEIGHS = "The otter dives eight metres deep.", "The otter weighs thirty kilograms."


def test_what_the_reader_says_answers_comes_first(library_of: LibraryOf) -> None:
    searcher = library_of({"a.txt": f"{DIVES} {WEIGHS}"})
    question = "How deep does the otter dive?"
    evidence = weigh(searcher.search(question, 8).hits)
    for sentence, short in ((DIVES, "eight metres"), (WEIGHS, "thirty kilograms")):
        best = read(question, evidence, ToyReader({short: 9.0}), 1)[0]
        assert best.text == sentence
        assert best.highlight is not None
        assert best.highlight.of(best.hit.stored.document.text) == short


def test_only_the_passages_with_the_best_sentences_are_read(library_of: LibraryOf) -> None:
    texts = {f"{n}.txt": f"{DIVES} It is report {n}." for n in range(3)}
    searcher = library_of({**texts, "z.txt": "Rain falls."})
    question = "How deep does the otter dive?"
    evidence = weigh(searcher.search(question, 8).hits)
    reader = ToyReader({})
    complete = read(question, evidence, reader, 3)
    assert {sentence.document_id for sentence in complete if sentence.reading} == set(texts)
    assert sorted(reader.passages) == sorted(f"{text}" for text in texts.values())
    assert len(complete) == len(evidence)


def test_no_short_answer_is_marked_where_the_reader_finds_none(library_of: LibraryOf) -> None:
    searcher = library_of({"a.txt": DIVES})
    question = "Why?"
    evidence = weigh(searcher.search(question, 8).hits)
    assert read(question, evidence, ToyReader({}), 1)[0].highlight is None
    assert evidence[0].highlight is None
