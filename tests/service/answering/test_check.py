from collections.abc import Callable
from dataclasses import replace

import pytest

from index.generation import Generation
from index.search import Searcher
from index.store import Store
from service.answering.check import check
from service.answering.compose import compose
from service.answering.evidence import Evidence
from service.errors import BrokenCitation
from service.records import Answer, AnswerSpan, Citation
from tests.service.apps import published
from tests.toy import ToyEncoder

TEXT = "Rain falls. The 🦦 otter dives. The 🦦 otter dives."


@pytest.fixture(scope="module")
def answer_and_store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Answer, Store]:
    texts = {"a.txt": TEXT, "b.txt": "Another text altogether, and quite a long one."}
    generations = published(texts, tmp_path_factory.mktemp("check"), ToyEncoder())
    searcher = Searcher(Generation.open_current(generations), ToyEncoder())
    hits = searcher.search("otter", 5).hits
    answer = compose("?", [Evidence(hits[0], n, 1.0, True) for n in (0, 1)], hits)
    return answer, searcher.generation.store


def planted(answer: Answer, change: Callable[[Citation], Citation]) -> Answer:
    first, second = answer.citations
    return replace(answer, citations=[first, change(second)])


def test_a_sound_answer_passes(answer_and_store: tuple[Answer, Store]) -> None:
    answer, store = answer_and_store
    assert len(answer.citations) == 2
    check(answer, store)


@pytest.mark.parametrize(
    "change",
    [
        lambda c: replace(c, source=replace(c.source, start=c.source.start + 1)),
        lambda c: replace(c, source=replace(c.source, end=c.source.end - 1)),
        # As a reader would count who takes the otter for two characters.
        lambda c: replace(c, source=replace(c.source, end=c.source.end + 1)),
        lambda c: replace(c, source=replace(c.source, start=-5, end=-1)),
        lambda c: replace(c, source=replace(c.source, sha256="0" * 64)),
        lambda c: replace(c, source=replace(c.source, document_id="b.txt")),
        lambda c: replace(c, source=replace(c.source, document_id="gone.txt")),
        lambda c: replace(c, answer=AnswerSpan(c.answer.start - 1, c.answer.end)),
        lambda c: replace(c, answer=AnswerSpan(0, c.answer.end)),
        lambda c: replace(c, answer=AnswerSpan(c.answer.end, c.answer.end)),
        lambda c: replace(c, quote=c.quote.replace("otter", "badger")),
        lambda c: replace(c, quote=c.quote + " "),
    ],
)
def test_a_citation_that_does_not_stand_where_it_says_is_never_shown(
    answer_and_store: tuple[Answer, Store], change: Callable[[Citation], Citation]
) -> None:
    answer, store = answer_and_store
    with pytest.raises(BrokenCitation, match="citation 2"):
        check(planted(answer, change), store)
