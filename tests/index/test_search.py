from collections.abc import Callable, Sequence

import numpy as np
import pytest

from index.errors import GenerationDamaged
from index.generations.publish import Generations
from index.ranking.hits import PassageHit
from index.records import Rows
from index.search import Searcher
from index.storage.document_filter import Filter
from index.storage.tables.document_conditions import Condition
from index.storage.texts import Store
from index.storage.vectors import COMPRESSED, EXACT
from tests.conftest import in_both, in_both_in_full
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


@in_both
def test_the_passage_that_answers_comes_first(searcher: Searcher) -> None:
    assert found(searcher, "What do urchins eat?")[0] == "urchin.txt"
    assert found(searcher, "what pulls the tide")[0] == "moon.txt"


@in_both_in_full
def test_k_limits_the_hits_and_more_than_all_gives_all(searcher: Searcher) -> None:
    assert len(found(searcher, "otters", k=1)) == 1
    assert len(found(searcher, "otters", k=500)) == searcher.generation.manifest.passages


@in_both_in_full
def test_scores_fall_from_first_to_last_between_one_and_zero(searcher: Searcher) -> None:
    scores = [hit.score for hit in searcher.search("Do otters sleep in kelp?", 10).hits]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= min(scores) <= max(scores) <= 1 + 1e-9
    assert scores[0] > scores[-1]


@in_both
def test_every_sentence_of_a_hit_is_scored_where_it_stands(searcher: Searcher) -> None:
    hit = searcher.search("Do they hold paws?", 1).hits[0]
    text = hit.stored.document.text
    assert [s.span.of(text) for s in hit.sentences] == [
        s.of(text) for s in hit.stored.passage.sentences
    ]
    assert best_sentence(hit) == "They hold paws."


@in_both_in_full
def test_a_sentence_equal_to_the_question_has_similarity_and_coverage_one(
    searcher: Searcher,
) -> None:
    hit = searcher.search("Urchins eat kelp.", 1).hits[0]
    assert hit.sentences[0].similarity == pytest.approx(1, abs=1e-5)
    assert hit.sentences[0].coverage == pytest.approx(1)
    assert hit.sentences[0].bm25 > hit.sentences[1].bm25 > 0


@in_both_in_full
def test_coverage_is_the_share_of_the_questions_words_by_rarity(searcher: Searcher) -> None:
    hit = searcher.search("moon zebra", 1).hits[0]
    lexicon = searcher.generation.lexicon
    moon, zebra = lexicon.rarity("moon"), lexicon.rarity("zebra")
    assert hit.sentences[0].coverage == pytest.approx(moon / (moon + zebra))


@pytest.mark.parametrize("question", ["", "what is it?", "🦦", "日本語", "?" * 5000])
@in_both_in_full
def test_a_question_without_a_known_word_still_gets_the_nearest(
    searcher: Searcher, question: str
) -> None:
    hits = searcher.search(question, 10).hits
    assert len(hits) == searcher.generation.manifest.passages
    assert all(np.isfinite(hit.score) for hit in hits)
    assert all(s.bm25 == s.coverage == 0 for hit in hits for s in hit.sentences)


@in_both_in_full
def test_an_index_of_one_passage_answers(library_of: Library) -> None:
    only = library_of({"a.txt": "Otters dive."})
    assert found(only, "Otters dive.") == found(only, "zebra") == ["a.txt"]


@in_both_in_full
def test_the_answer_says_which_generation_it_is_from_and_how_long_it_took(
    searcher: Searcher,
) -> None:
    retrieved = searcher.search("otters", 3)
    assert retrieved.generation == searcher.generation.number == 1
    assert retrieved.encode_ms > 0
    assert retrieved.search_ms > 0


@in_both_in_full
def test_an_index_of_another_model_is_refused(searcher: Searcher, generations: Generations) -> None:
    with pytest.raises(
        GenerationDamaged, match=r"model toy, the settings name other; run: pincite"
    ):
        Searcher(generations.open_current().generation(), ToyEncoder(name="other"))


@in_both
def test_searching_the_same_twice_gives_the_same(searcher: Searcher) -> None:
    first, again = (searcher.search("otters eat kelp", 10).hits for _ in range(2))
    assert first == again


TOWNS = ["Aldon", "Berrow", "Carse", "Dunmore", "Elvet"]
MANY = {
    f"{town}/{n:03}.txt": f"The otter of {town} number {n} eats fish. {town} has {n} mills."
    for town in TOWNS
    for n in range(60)
}


@pytest.mark.parametrize(("most_exact", "most_read"), [(50_000, 20_000), (10, 20_000), (10, 0)])
@in_both_in_full
def test_what_a_filter_leaves_is_ranked_as_if_all_were_looked_at(
    library_of: Library, monkeypatch: pytest.MonkeyPatch, most_exact: int, most_read: int
) -> None:
    monkeypatch.setattr("index.storage.vectors.MOST_EXACT", most_exact)
    monkeypatch.setattr("index.storage.vectors.compressed_vectors.MOST_READ", most_read)
    searcher = library_of(MANY)
    kind = EXACT if most_exact > len(MANY) else COMPRESSED
    assert searcher.generation.manifest.sentence_vectors in (kind, "FLAT")  # FLAT in Milvus
    # Nothing of these documents is among the best 50 in any way.
    question = "What does the otter of Aldon number 7 eat?"
    last = sorted(name for name in MANY if name.endswith("41.txt") and "Aldon" not in name)
    some = frozenset([*last, "Elvet/001.txt"])
    assert not {*found(searcher, question, k=50)} & some
    hits = searcher.search(question, 50, Filter(documents=some)).hits
    monkeypatch.setattr("index.search._POOL", len(MANY))
    everything = searcher.search(question, len(MANY)).hits
    ranked = [hit for hit in everything if hit.stored.document.document_id in some]
    assert [hit.stored.row for hit in hits] == [hit.stored.row for hit in ranked]
    assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in ranked])


@pytest.mark.parametrize("name", ["Aldon/007.txt", "Elvet/059.txt"])
@in_both_in_full
def test_the_one_document_allowed_of_many_is_found(library_of: Library, name: str) -> None:
    retrieved = library_of(MANY).search("moon", 10, Filter(documents=frozenset({name})))
    assert [hit.stored.document.document_id for hit in retrieved.hits] == [name]
    assert retrieved.allowed is not None
    assert (retrieved.allowed.documents, retrieved.allowed.undated) == (1, 0)


def test_what_a_filter_allows_is_looked_up_once(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[object] = []
    documents_where = Store.documents_where

    def counted(store: Store, conditions: Sequence[Condition]) -> Rows:
        looked_up.append(conditions)
        return documents_where(store, conditions)

    monkeypatch.setattr(Store, "documents_where", counted)
    for question in ("otters", "kelp"):
        searcher.search(question, 10, Filter(title="OTTERS"))
        searcher.search(question, 10, Filter(title="otters"))
    assert len(looked_up) == 2


@in_both_in_full
def test_where_nothing_is_allowed_nothing_is_found_nor_encoded(searcher: Searcher) -> None:
    retrieved = searcher.search("otters", 10, Filter(folder="nowhere"))
    assert (retrieved.hits, retrieved.encode_ms) == ((), 0.0)
    assert retrieved.allowed is not None
    assert retrieved.allowed.documents == 0


@in_both
def test_of_a_folder_only_what_lies_in_it_is_found(library_of: Library) -> None:
    hits = library_of(MANY).search("How many mills are there?", 50, Filter(folder="Carse")).hits
    assert len(hits) == 50
    assert {hit.stored.document.document_id.split("/")[0] for hit in hits} == {"Carse"}


@in_both_in_full
def test_a_question_finds_other_forms_of_its_words_in_the_language_of_a_document(
    library_of: Library,
) -> None:
    searcher = library_of(
        {
            **TEXTS,
            "miete.txt": "Die Kündigungsfristen betragen drei Monate. Das ist nicht lang.",
            "zimmer.txt": "Die Zimmer sind hell und das Haus ist alt. Es ist nicht groß.",
            "rent.txt": "El perro del señor duerme en la casa porque hace frío.",
            "租约.txt": "海獭在海藻林中睡觉。打印机在二楼。",
            "天气.txt": "今天天气很好。我们去公园。",
        }
    )
    assert searcher.generation.lexicon.languages == ("de", "en", "es", "zh")
    assert found(searcher, "Kündigungsfrist", 1) == ["miete.txt"]
    assert found(searcher, "Wo sind die Häuser?", 1) == ["zimmer.txt"]
    assert found(searcher, "打印机在哪里？", 1) == ["租约.txt"]
    assert found(searcher, "Where do otters sleep?", 1) == ["otter.txt"]
    [hit] = searcher.search("打印机在哪里？", 1).hits
    best = max(hit.sentences, key=lambda sentence: sentence.coverage)
    assert hit.stored.of(best.span) == "打印机在二楼。"
