from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelError
from index.ranking.cross_encoder import BestFew, load_reranker
from index.ranking.hits import PassageHit
from index.search import Searcher
from index.settings import IndexSettings
from tests.toy import ToyCrossEncoder

Library = Callable[[dict[str, str]], Searcher]
QUESTION = "How deep do otters dive?"
GRAINS = ("rye", "oats", "barley", "wheat", "millet", "spelt")
TEXTS = {
    f"{n}.txt": f"Otters\n\n{'Otters dive deep. ' * n}Mills of {g}ton grind {g}, all {g}land says."
    for n, g in enumerate(GRAINS, start=1)
}


@pytest.fixture
def hits(library_of: Library) -> tuple[PassageHit, ...]:
    found = library_of(TEXTS).search(QUESTION, 10).hits
    assert len(found) == 6
    return found


def names(hits: Sequence[PassageHit]) -> list[str]:
    return [hit.stored.document.document_id for hit in hits]


def preferring(hit: PassageHit, scale: float = 1.0) -> ToyCrossEncoder:
    return ToyCrossEncoder({hit.stored.text: 1.0}, scale)


def test_what_the_model_prefers_moves_up(hits: tuple[PassageHit, ...]) -> None:
    reordered = BestFew(preferring(hits[2]), 6).rerank(QUESTION, hits)
    assert names(reordered)[0] == names(hits)[2]
    assert sorted(names(reordered)) == sorted(names(hits))
    scores = [hit.score for hit in reordered]
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] < scores[0] < 1


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_the_scale_of_the_model_does_not_matter(hits: tuple[PassageHit, ...], scale: float) -> None:
    usual = BestFew(preferring(hits[2]), 6).rerank(QUESTION, hits)
    scaled = BestFew(preferring(hits[2], scale), 6).rerank(QUESTION, hits)
    assert names(usual) == names(scaled)
    np.testing.assert_allclose([h.score for h in usual], [h.score for h in scaled], rtol=1e-4)


@pytest.mark.parametrize(("lead", "overruled"), [(0.1, True), (2.0, True), (8.0, False)])
def test_it_decides_what_the_signals_leave_open_and_not_what_they_are_sure_of(
    hits: tuple[PassageHit, ...], lead: float, overruled: bool
) -> None:
    first, second = replace(hits[0], logit=lead), replace(hits[1], logit=0.0)
    reordered = BestFew(preferring(second), 2).rerank(QUESTION, (first, second))
    assert names(reordered)[0] == names(hits)[1 if overruled else 0]


def test_a_model_that_tells_no_difference_changes_nothing(hits: tuple[PassageHit, ...]) -> None:
    reordered = BestFew(ToyCrossEncoder(), 6).rerank(QUESTION, hits)
    assert names(reordered) == names(hits)
    assert [h.score for h in reordered] == pytest.approx([h.score for h in hits])


def test_only_the_best_few_are_judged_and_the_others_keep_their_scores(
    hits: tuple[PassageHit, ...],
) -> None:
    model = preferring(hits[1])
    reordered = BestFew(model, 2).rerank(QUESTION, hits)
    [(question, texts)] = model.asked
    assert (question, len(texts)) == (QUESTION, 2)
    kept = dict(zip(names(reordered), reordered, strict=True))
    for hit in hits[2:]:
        assert kept[hit.stored.document.document_id] == hit


def test_the_score_of_the_signals_alone_can_still_be_told(hits: tuple[PassageHit, ...]) -> None:
    before = {hit.stored.document.document_id: hit.logit for hit in hits}
    for hit in BestFew(preferring(hits[3]), 6).rerank(QUESTION, hits):
        assert hit.rerank_shift != 0
        assert hit.logit == before[hit.stored.document.document_id]
        assert hit.final_logit - hit.rerank_shift == pytest.approx(hit.logit)


def test_the_model_reads_each_passage_under_its_title_once(library_of: Library) -> None:
    long = "Otters of the river\n\n" + "The otter dives eight metres deep in the river. " * 20
    model = ToyCrossEncoder()
    hits = library_of({"a.txt": long}).search(QUESTION, 10).hits
    assert len(hits) > 2
    BestFew(model, 20).rerank(QUESTION, hits)
    [(_, texts)] = model.asked
    assert all(text.startswith("Otters of the river\n") for text in texts)
    assert all(text.count("Otters of the river") == 1 for text in texts)


def test_one_passage_alone_is_not_judged(library_of: Library) -> None:
    hits = library_of({"a.txt": "Otters dive."}).search(QUESTION, 10).hits
    model = ToyCrossEncoder()
    assert BestFew(model, 8).rerank(QUESTION, hits) == hits
    assert model.asked == []


def test_a_search_asks_it_whatever_the_k(library_of: Library) -> None:
    plain = library_of(TEXTS)
    wanted = plain.search(QUESTION, 10).hits[4]
    searcher = Searcher(plain.generation, plain._encoder, BestFew(preferring(wanted), 6))
    ten = searcher.search(QUESTION, 10)
    assert names(ten.hits)[0] == wanted.stored.document.document_id
    for k in (1, 3):
        assert searcher.search(QUESTION, k).hits == ten.hits[:k]


def test_its_time_is_told_apart_from_the_search(library_of: Library) -> None:
    plain = library_of(TEXTS)
    assert plain.search(QUESTION, 3).rerank_ms is None
    searcher = Searcher(plain.generation, plain._encoder, BestFew(ToyCrossEncoder(), 6))
    assert (searcher.search(QUESTION, 3).rerank_ms or 0) > 0


def settings(name: object) -> IndexSettings:
    return IndexSettings.load(cross_encoder=str(name))


def test_without_a_setting_there_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert load_reranker(settings(""), print) is None
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["no-such/model", "../nowhere", "a b c", " "])
def test_a_model_that_is_nowhere_is_not_downloaded(name: str) -> None:
    with pytest.raises(ModelError, match=r"^PINCITE_CROSS_ENCODER: .* nor a model on this machine"):
        load_reranker(settings(name), print)


def test_pickled_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"weights")
    with pytest.raises(ModelError, match="Pincite loads no pickled ones"):
        load_reranker(settings(tmp_path), print)
