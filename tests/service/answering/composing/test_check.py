from collections.abc import Callable
from dataclasses import replace

import pytest

from index.generations.opened import Generation
from index.search import Searcher
from index.storage.texts import Store
from service.answering.asking.question import analyse
from service.answering.choosing.compare import Comparison
from service.answering.choosing.select import ChosenSentence, Selection
from service.answering.composing.check import check
from service.answering.versions.copies import witness_of
from service.answering.weighing.evidence import Evidence
from service.errors import BrokenCitation
from service.records import Answer, AnswerSpan, Citation, ConflictingValue, FurtherSource
from tests.service.answering.scored_evidence import NO_SIGNALS, composed, evidence_of, logit_of
from tests.service.apps import published
from tests.toy import ToyEncoder

TEXT = "Rain falls. The 🦦 otter dives. The 🦦 otter dives."


@pytest.fixture(scope="module")
def answer_and_store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Answer, Store]:
    texts = {"a.txt": TEXT, "b.txt": "Another text altogether, and quite a long one."}
    generations = published(texts, tmp_path_factory.mktemp("check"), ToyEncoder())
    searcher = Searcher(Generation.open_current(generations), ToyEncoder())
    hits = searcher.search("otter", 5).hits
    chosen = [ChosenSentence(Evidence(hits[0], n, NO_SIGNALS, logit_of(1.0))) for n in (0, 1)]
    answer = composed(analyse("?"), Selection(chosen), searcher.generation.store)
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


@pytest.fixture(scope="module")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Answer, Store]:
    """An answer with a further source and a conflict."""
    cost = "The 🦦 bridge cost {} million crowns."
    texts = {
        "a.txt": f"Rain falls. {cost.format(3)}",
        "b.txt": f"Wind 🌬 blows. {cost.format('three')}",
        "c.txt": f"Snow falls. {cost.format(5)}",
    }
    generations = published(texts, tmp_path_factory.mktemp("disputed"), ToyEncoder())
    searcher = Searcher(Generation.open_current(generations), ToyEncoder())
    evidence = {e.document_id: e for e in evidence_of(searcher) if e.text.startswith("The")}
    a, b, c = (evidence[f"{name}.txt"] for name in "abc")
    question = analyse("What did it cost?")
    selection = Selection(
        [ChosenSentence(a, (witness_of(b),)), ChosenSentence(c)],
        Comparison(question).disagreements([a, c]),
    )
    store = searcher.generation.store
    return composed(question, selection, store), store


def test_a_sound_answer_with_further_sources_and_conflicts_passes(
    disputed: tuple[Answer, Store],
) -> None:
    answer, store = disputed
    assert answer.citations[0].also
    assert answer.conflicts
    check(answer, store)


@pytest.mark.parametrize(
    "change",
    [
        lambda o: replace(o, source=replace(o.source, start=o.source.start + 1)),
        lambda o: replace(o, source=replace(o.source, end=o.source.end - 1)),
        lambda o: replace(o, source=replace(o.source, sha256="0" * 64)),
        lambda o: replace(o, source=replace(o.source, document_id="a.txt")),
        lambda o: replace(o, source=replace(o.source, document_id="gone.txt")),
        lambda o: replace(o, quote=o.quote.replace("three", "3")),
    ],
)
def test_a_further_source_must_stand_where_it_says_too(
    disputed: tuple[Answer, Store], change: Callable[[FurtherSource], FurtherSource]
) -> None:
    answer, store = disputed
    first, second = answer.citations
    broken = replace(first, also=[change(first.also[0])])
    with pytest.raises(BrokenCitation, match="citation 1"):
        check(replace(answer, citations=[broken, second]), store)


@pytest.mark.parametrize(
    "change",
    [
        lambda v: replace(v, text="4 million"),
        lambda v: replace(v, marker=1),
        lambda v: replace(v, marker=3),
        lambda v: replace(v, answer=AnswerSpan(v.answer.start, v.answer.end + 1)),
        lambda v: replace(v, text="", answer=AnswerSpan(v.answer.end, v.answer.end)),
    ],
)
def test_a_value_in_conflict_must_stand_in_its_quote(
    disputed: tuple[Answer, Store], change: Callable[[ConflictingValue], ConflictingValue]
) -> None:
    answer, store = disputed
    [conflict] = answer.conflicts
    broken = replace(conflict, values=[conflict.values[0], change(conflict.values[1])])
    with pytest.raises(BrokenCitation, match="does not stand in quote"):
        check(replace(answer, conflicts=[broken]), store)
