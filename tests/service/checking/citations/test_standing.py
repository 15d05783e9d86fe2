"""What became of the citations of an answer that was kept, after its documents changed."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.search import Searcher
from service.answering.answerer import Answerer
from service.checking.citations.standing_records import CheckedAnswer, CitationStanding
from service.checking.texts.checker import Checker
from service.errors import BadAnswer
from service.records import to_json
from tests.service.checking.toy_judge import ToyJudge

IndexOf = Callable[[dict[str, str]], Searcher]
QUESTION = "How deep does the otter dive?"
QUOTE = "The otter dives eight metres deep."
BEFORE = f"Otters of the river\n\nOtters live along the river and eat fish. {QUOTE}"
OTHER = "Mills\n\nThe old mill grinds barley twice a week."


@pytest.fixture
def index_of(library_of: IndexOf, tmp_path: Path) -> IndexOf:
    """Index these texts and no others, whatever was indexed before."""

    def make(texts: dict[str, str]) -> Searcher:
        shutil.rmtree(tmp_path / "documents", ignore_errors=True)
        return library_of(texts)

    return make


@pytest.fixture
def kept(index_of: IndexOf) -> dict[str, Any]:
    """An answer that quotes otters.txt, as it was then."""
    searcher = index_of({"otters.txt": BEFORE, "mills.txt": OTHER})
    answer = to_json(Answerer(lambda: searcher, 0.0).answer(QUESTION, 3))
    answer["citations"] = [one for one in answer["citations"] if one["quote"] == QUOTE]
    assert len(answer["citations"]) == 1
    return answer


def checked(searcher: Searcher, saved: object) -> CheckedAnswer:
    return Checker(lambda: searcher, ToyJudge(), searcher.encode).check_answer(saved)


def only(searcher: Searcher, saved: object) -> CitationStanding:
    [citation] = checked(searcher, saved).citations
    for quoted in (citation.now, citation.nearest):
        if quoted:
            document = searcher.generation.store.document(quoted.source.document_id)
            assert document is not None
            assert document.sha256 == quoted.source.sha256
            assert document.text[quoted.source.start : quoted.source.end] == quoted.quote
    return citation


def test_a_quote_stands_also_in_a_new_version(kept: dict[str, Any], index_of: IndexOf) -> None:
    new = index_of({"otters.txt": f"{BEFORE} Its fur is warm.", "mills.txt": OTHER})
    citation = only(new, kept)
    assert citation.standing == "stands"
    assert citation.now is not None
    assert citation.now.quote == QUOTE
    assert citation.now.source.sha256 != citation.was.sha256
    assert citation.marker == kept["citations"][0]["marker"]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("otters.txt", BEFORE.replace("Otters live", "In all of Holm otters live"), "changed"),
        ("animals/otter.txt", BEFORE, "renamed"),
        ("lutra.txt", f"Lutra\n\nIt is known. {QUOTE} So it is.", "another one"),
        ("otters.txt", BEFORE.replace("otter dives", "otter   dives"), "elsewhere"),
    ],
)
def test_a_quote_that_moved_is_found(
    kept: dict[str, Any], index_of: IndexOf, name: str, text: str, reason: str
) -> None:
    citation = only(index_of({name: text, "mills.txt": OTHER}), kept)
    assert citation.standing == "moved"
    assert reason in citation.reason
    assert citation.now is not None
    assert citation.now.source.document_id == name
    assert " ".join(citation.now.quote.split()) == QUOTE


def test_a_changed_document_shows_its_nearest_sentence(
    kept: dict[str, Any], index_of: IndexOf
) -> None:
    new = index_of({"otters.txt": BEFORE.replace("eight", "nine"), "mills.txt": OTHER})
    citation = only(new, kept)
    assert citation.standing == "changed"
    assert citation.now is None
    assert citation.nearest is not None
    assert citation.nearest.quote == "The otter dives nine metres deep."


def test_what_was_removed_is_gone(kept: dict[str, Any], index_of: IndexOf) -> None:
    result = checked(index_of({"mills.txt": OTHER}), kept)
    [citation] = result.citations
    assert citation.standing == "gone"
    assert (citation.now, citation.nearest) == (None, None)
    assert (result.counts.stands, result.counts.gone) == (0, 1)


def test_an_invented_quote_is_not_taken_for_one_of_an_old_version(
    kept: dict[str, Any], index_of: IndexOf
) -> None:
    same = index_of({"otters.txt": BEFORE, "mills.txt": OTHER})
    kept["citations"][0]["quote"] = "The otter dives to the moon."
    citation = only(same, kept)
    assert citation.standing == "changed"
    assert citation.reason == "The document has not changed, but does not have the quote."


def test_conversations_and_chat_completions_are_read(
    kept: dict[str, Any], index_of: IndexOf
) -> None:
    same = index_of({"otters.txt": BEFORE, "mills.txt": OTHER})
    lost = {"marker": 2, "document_id": "mills.txt"}
    gone = {"marker": 3, "document_id": "gone.txt"}
    turns = [
        {"turn": 1, "citations": kept["citations"], "removed": []},
        {"turn": 2, "citations": kept["citations"], "removed": [lost, gone]},
    ]
    told = [(c.turn, c.standing) for c in checked(same, {"turns": turns}).citations]
    assert told == [(1, "stands"), (2, "stands"), (2, "changed"), (2, "gone")]
    source = kept["citations"][0]["source"]
    metadata = {"quote": QUOTE, "name": "Otters", **source}
    completion = {"choices": [], "sources": [{"source": {}, "metadata": [metadata]}]}
    assert only(same, completion).standing == "stands"


def test_an_answer_without_citations_has_none(index_of: IndexOf) -> None:
    result = checked(index_of({"mills.txt": OTHER}), {"citations": []})
    assert (result.citations, result.counts.gone) == ([], 0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"start": -1}, r"citations\.0\.source\.start: .*greater than or equal to 0"),
        ({"start": 1.5}, r"citations\.0\.source\.start: .*integer"),
        ({"start": True}, r"citations\.0\.source\.start: .*integer"),
        ({"end": 10**400}, r"citations\.0\.source\.end: "),
        ({"end": 0}, "citation 1 ends where it starts, or before"),
        ({"sha256": "<script>"}, r"citations\.0\.source\.sha256: must be a SHA-256"),
        ({"document_id": ""}, r"citations\.0\.source\.document_id: "),
        ({"document_id": "a" * 5000}, r"citations\.0\.source\.document_id: "),
        ({"document_id": ["x"]}, r"citations\.0\.source\.document_id: .*string"),
    ],
)
def test_a_citation_that_cannot_be_is_refused_in_words(
    kept: dict[str, Any], index_of: IndexOf, change: dict[str, Any], message: str
) -> None:
    kept["citations"][0]["source"] |= change
    with pytest.raises(BadAnswer, match=message) as refused:
        checked(index_of({"mills.txt": OTHER}), kept)
    assert "<script>" not in str(refused.value)


@pytest.mark.parametrize(
    "saved",
    [None, 7, "text", [], {}, {"answer": "x"}, {"citations": {}}, {"turns": [7]}, {"sources": 1}],
)
def test_what_is_no_answer_is_refused(index_of: IndexOf, saved: object) -> None:
    with pytest.raises(BadAnswer):
        checked(index_of({"mills.txt": OTHER}), saved)


def test_too_many_citations_are_refused(kept: dict[str, Any], index_of: IndexOf) -> None:
    many = [{"turn": n, "citations": kept["citations"] * 600} for n in (1, 2)]
    with pytest.raises(BadAnswer, match="1,200 citations; at most 1,000"):
        checked(index_of({"mills.txt": OTHER}), json.loads(json.dumps({"turns": many})))
