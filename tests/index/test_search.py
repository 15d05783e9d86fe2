from collections.abc import Callable

import numpy as np
import pytest

from index.errors import GenerationDamaged
from index.generation import Generation
from index.generations import Generations
from index.search import PassageHit, Searcher
from tests.toy import ToyEncoder

TEXTS = {
    "otter.txt": "Otters sleep in the kelp.\n\nA raft of otters drifts at night. They hold paws.",
    "urchin.txt": "Urchins eat kelp. Otters eat urchins.",
    "moon.txt": "The moon pulls the tide.",
}
Library = Callable[[dict[str, str]], Searcher]


@pytest.fixture
def searcher(library_of: Library) -> Searcher:
    return library_of(TEXTS)


def found(searcher: Searcher, question: str, k: int = 10) -> list[str]:
    hits = searcher.search(question, k).hits
    return [hit.stored.document.document_id for hit in hits]


def best_sentence(hit: PassageHit) -> str:
    best = max(hit.sentences, key=lambda sentence: sentence.similarity)
    return best.span.of(hit.stored.document.text)


def test_the_passage_that_answers_comes_first(searcher: Searcher) -> None:
    assert found(searcher, "What do urchins eat?")[0] == "urchin.txt"
    assert found(searcher, "what pulls the tide")[0] == "moon.txt"


def test_k_limits_the_hits_and_more_than_all_gives_all(searcher: Searcher) -> None:
    assert len(found(searcher, "otters", k=1)) == 1
    assert len(found(searcher, "otters", k=500)) == searcher.generation.manifest.passages


def test_scores_fall_from_first_to_last_between_one_and_zero(searcher: Searcher) -> None:
    scores = [hit.score for hit in searcher.search("Do otters sleep in kelp?", 10).hits]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= min(scores) <= max(scores) <= 1 + 1e-9
    assert scores[0] > scores[-1]


def test_every_sentence_of_a_hit_is_scored_where_it_stands(searcher: Searcher) -> None:
    hit = searcher.search("Do they hold paws?", 1).hits[0]
    text = hit.stored.document.text
    assert [s.span.of(text) for s in hit.sentences] == [
        s.of(text) for s in hit.stored.passage.sentences
    ]
    assert best_sentence(hit) == "They hold paws."


def test_a_sentence_equal_to_the_question_has_similarity_and_coverage_one(
    searcher: Searcher,
) -> None:
    hit = searcher.search("Urchins eat kelp.", 1).hits[0]
    assert hit.sentences[0].similarity == pytest.approx(1, abs=1e-5)
    assert hit.sentences[0].coverage == pytest.approx(1)
    assert hit.sentences[0].bm25 > hit.sentences[1].bm25 > 0


def test_coverage_is_the_share_of_the_questions_words_by_rarity(searcher: Searcher) -> None:
    hit = searcher.search("moon zebra", 1).hits[0]
    lexicon = searcher.generation.lexicon
    moon, zebra = lexicon.rarity("moon"), lexicon.rarity("zebra")
    assert hit.sentences[0].coverage == pytest.approx(moon / (moon + zebra))


@pytest.mark.parametrize("question", ["", "what is it?", "🦦", "日本語", "?" * 5000])
def test_a_question_without_a_known_word_still_gets_the_nearest(
    searcher: Searcher, question: str
) -> None:
    hits = searcher.search(question, 10).hits
    assert len(hits) == searcher.generation.manifest.passages
    assert all(np.isfinite(hit.score) for hit in hits)
    assert all(s.bm25 == s.coverage == 0 for hit in hits for s in hit.sentences)


def test_an_index_of_one_passage_answers(library_of: Library) -> None:
    only = library_of({"a.txt": "Otters dive."})
    assert found(only, "Otters dive.") == found(only, "zebra") == ["a.txt"]


def test_the_answer_says_which_generation_it_is_from_and_how_long_it_took(
    searcher: Searcher,
) -> None:
    retrieved = searcher.search("otters", 3)
    assert retrieved.generation == searcher.generation.number == 1
    assert retrieved.encode_ms > 0
    assert retrieved.search_ms > 0


def test_an_index_of_another_model_is_refused(searcher: Searcher, generations: Generations) -> None:
    with pytest.raises(
        GenerationDamaged, match=r"model toy, the settings name other; run: pincite"
    ):
        Searcher(Generation.open_current(generations), ToyEncoder(name="other"))


def test_searching_the_same_twice_gives_the_same(searcher: Searcher) -> None:
    first, again = (searcher.search("otters eat kelp", 10).hits for _ in range(2))
    assert first == again
