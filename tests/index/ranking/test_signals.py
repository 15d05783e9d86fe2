import numpy as np
import pytest

from index.build import build
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.ranking.query import Query
from index.ranking.signals import PassageSignals, SentenceHit
from index.records import RawDocument
from index.search import Searcher
from tests.toy import ToyEncoder

CORPUS = [
    RawDocument(
        "otters.txt",
        "Sea otters rest in kelp. They dive for urchins at dawn. Urchins eat kelp.",
        title="Otters of the bay",
    ),
    RawDocument(
        "lamps.txt", "The lamp is red. The keeper by the bay lights the lamp.", title="Lamps"
    ),
    RawDocument("boats.txt", "Boats pass the bay by night. They carry salt."),
]


@pytest.fixture
def searcher(generations: Generations, encoder: ToyEncoder) -> Searcher:
    build(generations, encoder, corpus=CORPUS)
    return Searcher(Generation.open_current(generations), encoder)


def found(searcher: Searcher, question: str, document_id: str = "otters.txt") -> PassageSignals:
    hits = searcher.search(question, 3).hits
    return next(h.signals for h in hits if h.stored.document.document_id == document_id)


def said(searcher: Searcher, question: str, text: str) -> SentenceHit:
    for hit in searcher.search(question, 3).hits:
        for sentence in hit.sentences:
            if sentence.span.of(hit.stored.document.text) == text:
                return sentence
    raise AssertionError(f"{text} was not found")


DIVE = "They dive for urchins at dawn."


def test_what_holds_all_the_words_of_the_question_is_fully_covered(searcher: Searcher) -> None:
    sentence = said(searcher, "dive for urchins?", DIVE)
    assert sentence.coverage == pytest.approx(1)
    assert sentence.pairs == pytest.approx(1)
    # The toy encoder gives equal words equal vectors, of which one bit a component is kept.
    assert 0.7 < sentence.weakest_word <= sentence.words <= 1
    assert said(searcher, "dive for urchins?", "The lamp is red.").coverage == 0


def test_rare_words_count_more_than_common_ones(searcher: Searcher) -> None:
    rare, common = (
        said(searcher, f"{word} unheard", "Boats pass the bay by night.").coverage
        for word in ("night", "bay")
    )
    assert rare > common > 0


def test_the_sentence_before_and_the_title_are_context(searcher: Searcher) -> None:
    sentence = said(searcher, "When do otters of the bay dive?", DIVE)
    assert sentence.context_coverage == pytest.approx(1)
    assert sentence.coverage < 1
    assert found(searcher, "When do otters of the bay dive?").title_coverage == pytest.approx(1)


def test_words_that_stand_apart_are_no_pair(searcher: Searcher) -> None:
    assert said(searcher, "urchins dawn", DIVE).pairs == pytest.approx(1)
    assert said(searcher, "boats night", "Boats pass the bay by night.").pairs == 0


def test_a_passage_has_the_best_of_its_sentences(searcher: Searcher) -> None:
    question = "Where do sea otters rest?"
    hit = next(
        h
        for h in searcher.search(question, 3).hits
        if h.stored.document.document_id == "otters.txt"
    )
    similarities = sorted((s.similarity for s in hit.sentences), reverse=True)
    assert hit.signals.best_sentence == similarities[0]
    assert hit.signals.best_sentence_coverage == max(s.coverage for s in hit.sentences)
    assert hit.signals.words >= max(s.words for s in hit.sentences) - 1e-6


@pytest.mark.parametrize("question", ["what is it?", "?", "the the", "zzz qqq"])
def test_questions_without_a_known_word_have_signals_too(searcher: Searcher, question: str) -> None:
    for hit in searcher.search(question, 3).hits:
        assert np.isfinite(hit.signals.values()).all()
        assert 0 <= hit.score <= 1


def test_words_weigh_as_they_are_rare(searcher: Searcher, encoder: ToyEncoder) -> None:
    text = "the bay at dawn"
    query = Query.of(text, encoder.encode_question(text), searcher.generation.lexicon)
    bay, dawn = query.word_weights.tolist()
    assert dawn > bay > 0
    assert bay + dawn == pytest.approx(1)
    assert [[query.terms[i] for i in pair] for pair in query.pairs] == [[("bay",), ("dawn",)]]
