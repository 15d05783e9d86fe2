import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.generations.opened import Generation
from index.search import Searcher
from index.storage.document_filter import Filter
from index.storage.texts import Store
from service.answering import answerer as answerer_module
from service.answering.answerer import NO_DOCUMENT, Answerer
from service.answering.calibration.measured import Calibration
from service.answering.composing.compose import UNSUPPORTED, compose
from service.errors import BrokenCitation
from service.records import Measured, to_json
from tests.service.apps import QUESTION, TEXTS, assert_pinned, published, sentences_of
from tests.toy import ToyEncoder, ToyReader

LibraryOf = Callable[[dict[str, str]], Searcher]


def texts_of(store: Store) -> dict[str, str]:
    return {document.document_id: document.text for document in store.all_documents()}


def test_an_answer_is_whole(library_of: LibraryOf) -> None:
    searcher = library_of(TEXTS)
    answer = Answerer(lambda: searcher, 0.0).answer(QUESTION, 2)
    assert answer.status == "answered"
    assert answer.question == QUESTION
    assert answer.generation == searcher.generation.number
    assert 0 <= answer.confidence <= 1
    assert "The otter dives eight metres deep." in sentences_of(to_json(answer))
    assert len(answer.passages) == 2
    assert answer.passages[0].document_id == "otters.txt"
    ms = answer.timings_ms
    assert min(ms.encode, ms.search, ms.answer) > 0
    assert ms.total == pytest.approx(ms.wait + ms.encode + ms.search + ms.answer, abs=0.05)
    assert_pinned(to_json(answer), texts_of(searcher.generation.store))


def test_every_answer_has_an_id_of_its_own(library_of: LibraryOf) -> None:
    searcher = library_of(TEXTS)
    answerer = Answerer(lambda: searcher, 0.5)
    ids = {answerer.answer(QUESTION, 1).id for _ in range(5)}
    assert len(ids) == 5


def test_a_question_the_documents_do_not_answer_is_unsupported(library_of: LibraryOf) -> None:
    searcher = library_of(TEXTS)
    answer = Answerer(lambda: searcher, 0.5).answer("Who won the 2022 World Cup?", 3)
    assert (answer.status, answer.answer, answer.citations) == ("unsupported", UNSUPPORTED, [])
    assert len(answer.passages) == 3


def test_what_another_did_does_not_answer(library_of: LibraryOf) -> None:
    text = "Boris left the firm because he moved to Oslo. Anna leads the design team."
    searcher = library_of({"staff.txt": text})
    answerer = Answerer(lambda: searcher, 0.0)
    assert "Oslo" in answerer.answer("Why did Boris leave the firm?", 1).answer
    assert "Oslo" not in answerer.answer("Why did Anna leave the firm?", 1).answer


def test_a_question_with_slips_is_answered_as_it_was_meant(library_of: LibraryOf) -> None:
    searcher = library_of(TEXTS)
    answerer = Answerer(lambda: searcher, 0.0)
    typed = "How deep does the ottre dvies?"
    answer = answerer.answer(typed, 2)
    assert (answer.question, answer.corrected) == (typed, "How deep does the otter dives?")
    assert "The otter dives eight metres deep." in sentences_of(to_json(answer))
    assert answerer.answer(typed, 2, as_typed=True).corrected is None
    assert "corrected" not in to_json(answerer.answer(QUESTION, 2))


def test_several_questions_in_one_are_each_answered(library_of: LibraryOf) -> None:
    searcher = library_of({**TEXTS, "ship.txt": "The ship was built in Oslo. Ada named the ship."})
    answerer = Answerer(lambda: searcher, 0.4)
    question = "How deep does the otter dive and who named the ship?"
    answer = answerer.answer(question, 2)
    assert answer.question == question
    sentences = sentences_of(to_json(answer))
    assert sentences.index("The otter dives eight metres deep.") < sentences.index(
        "Ada named the ship."
    )
    assert [one.marker for one in answer.citations] == [*range(1, len(answer.citations) + 1)]
    assert_pinned(to_json(answer), texts_of(searcher.generation.store))
    assert answer.unanswered == []
    assert "unanswered" not in to_json(answer)


def test_what_is_left_unanswered_of_several_questions_is_told(library_of: LibraryOf) -> None:
    searcher = library_of(TEXTS)
    answerer = Answerer(lambda: searcher, 0.3)
    answer = answerer.answer("How deep does the otter dive? Who won the 2022 World Cup?", 2)
    assert answer.status == "answered"
    assert to_json(answer)["unanswered"] == ["Who won the 2022 World Cup?"]
    nothing = answerer.answer("Who won the 2022 World Cup? Where was it held in Qatar?", 2)
    assert (nothing.status, nothing.unanswered) == ("unsupported", [])


def test_slips_are_left_where_that_answers_nothing_better(library_of: LibraryOf) -> None:
    searcher = library_of(TEXTS)
    answer = Answerer(lambda: searcher, 1.0).answer("How deep does the ottre dvies?", 2)
    assert (answer.status, answer.corrected) == ("unsupported", None)


def test_the_threshold_decides(library_of: LibraryOf) -> None:
    searcher = library_of(TEXTS)
    confidence = Answerer(lambda: searcher, 0.0).answer(QUESTION, 1).confidence
    assert 0 < confidence < 1
    above = min(1.0, confidence + 0.001)
    assert Answerer(lambda: searcher, above).answer(QUESTION, 1).status == "unsupported"
    below = confidence - 0.001
    assert Answerer(lambda: searcher, below).answer(QUESTION, 1).status == "answered"


def test_what_its_confidence_was_worth_is_told_if_it_was_measured_with_these_models(
    library_of: LibraryOf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    searcher = library_of(TEXTS)
    reader = ToyReader({"eight metres": 9.0})
    unread, read = Answerer(lambda: searcher, 0.0), Answerer(lambda: searcher, 0.0, reader, 2)
    assert unread.answer(QUESTION, 1).measured is None, "the toy encoder was not measured"
    held = {
        "encoder": searcher.generation.manifest.model.sha256,
        "reader": reader.identity.sha256,
        "reader_passages": 2,
        "read": [{"from": 0.0, "right": 0.75, "answers": 80}],
        "unread": [{"from": 0.0, "right": 0.5, "answers": 60}],
    }
    (tmp_path / "measured.json").write_text(json.dumps(held), "ascii")
    monkeypatch.setattr(answerer_module, "_CALIBRATION", Calibration(tmp_path / "measured.json"))
    assert unread.answer(QUESTION, 1).measured == Measured(0.5, 60)
    assert read.answer(QUESTION, 1).measured == Measured(0.75, 80)
    assert Answerer(lambda: searcher, 0.0, reader, 3).answer(QUESTION, 1).measured is None
    refused = Answerer(lambda: searcher, 1.0).answer("Who won the 2022 World Cup?", 1)
    assert (refused.status, refused.measured) == ("unsupported", Measured(0.5, 60))
    nothing = unread.answer(QUESTION, 1, Filter(folder="nowhere"))
    assert (nothing.answer, nothing.measured) == (NO_DOCUMENT, None)
    assert unread.answer("hello", 1).measured is None
    assert unread.answer("How many documents are there?", 1).measured is None


@pytest.mark.parametrize("top_k", [1, 2, 50])
def test_top_k_chooses_the_passages_shown_and_not_the_answer(
    library_of: LibraryOf, top_k: int
) -> None:
    searcher = library_of(TEXTS)
    answer = Answerer(lambda: searcher, 0.0).answer(QUESTION, top_k)
    assert len(answer.passages) == min(top_k, searcher.generation.manifest.passages)
    usual = Answerer(lambda: searcher, 0.0).answer(QUESTION, 5)
    assert (answer.answer, answer.citations) == (usual.answer, usual.citations)
    scores = [passage.score for passage in answer.passages]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "question",
    ["?", "the of and", "😀", "\u0301", "שלום", "x" * 2000, "otter " * 333, "\x1c", "' OR 1"],
)
def test_any_question_gets_an_answer_of_one_kind(library_of: LibraryOf, question: str) -> None:
    searcher = library_of(TEXTS)
    for threshold in (0.0, 1.0):
        answer = to_json(Answerer(lambda: searcher, threshold).answer(question, 5))
        assert (answer["status"] == "answered") == bool(answer["citations"])
        assert_pinned(answer, texts_of(searcher.generation.store))


def test_a_wrong_offset_is_caught_before_anybody_sees_it(
    library_of: LibraryOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher = library_of(TEXTS)

    def off_by_one(*arguments: object) -> object:
        answer = compose(*arguments)  # type: ignore[arg-type]
        first = answer.citations[0]
        wrong = replace(first, source=replace(first.source, start=first.source.start + 1))
        return replace(answer, citations=[wrong, *answer.citations[1:]])

    monkeypatch.setattr(answerer_module, "compose", off_by_one)
    with pytest.raises(BrokenCitation):
        Answerer(lambda: searcher, 0.0).answer(QUESTION, 5)


WORDS = [
    "otter",
    "dives",
    "mill",
    "naïve",
    "cafe\u0301",
    "🦦",
    "👩🏽‍🚀",
    "שלום",
    "עולם",
    "مرحبا",
    "深い",
    "1890",
]
words = st.sampled_from(WORDS)
sentences = st.builds(
    lambda first, rest, end: " ".join([first.capitalize(), *rest]) + end,
    words,
    st.lists(words, min_size=1, max_size=6),
    st.sampled_from([".", "!", "?", " 😀.", "。", "…", ".”", ""]),
)
gaps = st.sampled_from(
    [" ", "  ", "\n", "\r\n", "\n\n", "\r\n\r\n", "\u00a0", "\u2028", "\t\n- ", "\u200f "]
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A document whose sentences may repeat, with any gap between two of them."""
    pool = draw(st.lists(sentences, min_size=1, max_size=4))
    chosen = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=8))
    gap = draw(st.lists(gaps, min_size=len(chosen), max_size=len(chosen)))
    return "".join(sentence + between for sentence, between in zip(chosen, gap, strict=True))


@settings(max_examples=20, deadline=None)
@given(
    documents=st.lists(texts(), min_size=1, max_size=3),
    questions=st.lists(st.lists(words, min_size=1, max_size=4), min_size=1, max_size=5),
)
@example(
    documents=[
        "🦦 Otter dives. Otter dives.\r\n🦦 Otter dives.\r\n\r\nשלום 👩🏽‍🚀 cafe\u0301! It dives."
    ],
    questions=[["otter", "dives"], ["🦦"], ["cafe\u0301"], ["שלום"], ["it"]],
)
def test_every_citation_holds_at_both_ends_in_any_text(
    tmp_path_factory: pytest.TempPathFactory, documents: list[str], questions: list[list[str]]
) -> None:
    encoder = ToyEncoder()
    named = {f"{number}.txt": text for number, text in enumerate(documents)}
    generations = published(named, tmp_path_factory.mktemp("any"), encoder)
    searcher = Searcher(Generation.open_current(generations), encoder)
    stored = texts_of(searcher.generation.store)
    answerer = Answerer(lambda: searcher, 0.0)
    for asked in questions:
        answer = to_json(answerer.answer(" ".join(asked), 5))
        assert answer["status"] == "answered"
        assert_pinned(answer, stored)
        assert 1 <= len(sentences_of(answer)) <= 6
        assert_reading_order(answer)
        for passage in answer["passages"]:
            text = stored[passage["document_id"]]
            assert text[passage["start"] : passage["end"]] == passage["text"]


def assert_reading_order(answer: dict[str, object]) -> None:
    """The quotes of one document follow each other, as they stand in it, without overlap."""
    sources = [citation["source"] for citation in answer["citations"]]  # type: ignore[attr-defined]
    order = [source["document_id"] for source in sources]
    assert order == sorted(order, key=order.index)
    for one, two in itertools.pairwise(sources):
        if one["document_id"] == two["document_id"]:
            assert one["end"] <= two["start"]
