"""The machinery of the comparison, with toy pieces; the peers themselves are not run here."""

from collections.abc import Sequence

import pytest

from tests.benchmarks.peers import PEERS, peer_class, why_not
from tests.benchmarks.quality.compare import Comparison, ranking, table
from tests.benchmarks.report import markdown

_OWNERS = ["a", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"] + ["z"] * 30


class _Listed:
    """Finds these passages, whatever is asked, and remembers how many it was asked for."""

    def __init__(self, passages: Sequence[int]) -> None:
        self._passages, self.asked_for = passages, []

    def search(self, question: str, k: int) -> list[int]:
        self.asked_for.append(k)
        return list(self._passages)[:k]


def test_a_document_ranks_by_its_best_passage() -> None:
    found = ranking(_Listed([2, 1, 0, 3]), _OWNERS, "any")
    assert [one.document_id for one in found] == ["b", "a", "c"]


def test_ten_documents_are_looked_for_among_more_passages_where_few_hold_them() -> None:
    peer = _Listed([*range(12, 42), *range(12)])
    found = ranking(peer, _OWNERS, "any")
    assert [one.document_id for one in found] == ["z", *"abcdefghi"]
    assert peer.asked_for == [20, 1000]


def test_a_peer_that_is_not_installed_is_named_with_what_to_do() -> None:
    reason = why_not(("ir-measures", "no-such-package"))
    assert reason == "not installed: no-such-package; run: pip install -e '.[bench]'"
    assert why_not(("ir-measures",)) is None


def test_every_peer_says_what_it_needs_without_being_installed() -> None:
    for name in PEERS:
        peer = peer_class(name)
        assert peer.title
        assert peer.packages


def test_the_table_marks_the_best_and_says_what_was_left_out() -> None:
    figures = {"hit@1": 0.5, "mrr@10": 0.61249, "ndcg@10": 0.7}
    found = Comparison(
        questions={"squad-fit": 1299},
        passages={"squad-fit": 398},
        figures={
            "Pincite": {"squad-fit": figures},
            "Other": {"squad-fit": {**figures, "hit@1": 0.25}},
        },
        versions={"Other": "other 1.0"},
        skipped={"third": "not installed: third"},
    )
    lines = table(found).splitlines()
    assert lines[:4] == [
        "| | squad hit@1 | squad MRR@10 | squad nDCG@10 |",
        "| --- | --- | --- | --- |",
        "| Pincite | **0.500** | **0.612** | **0.700** |",
        "| Other | 0.250 | **0.612** | **0.700** |",
    ]
    assert "Asked: squad 1,299 questions on 398 passages." in lines
    assert any("fitted on these very sets" in line for line in lines)
    assert "Left out: third (not installed: third)." in lines


def test_a_row_that_does_not_fit_the_headings_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cells do not fit 2 headings"):
        markdown(["a", "b"], [["1"]])
