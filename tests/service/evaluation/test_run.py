from collections.abc import Callable
from dataclasses import replace

import pytest

from index.building.report import Quiet
from index.ranking.hits import Retrieved
from index.search import Searcher
from service.answering.answerer import Answerer
from service.evaluation.dataset import JudgedQuery
from service.evaluation.run import ask, ask_all
from tests.service.apps import QUESTION, TEXTS

LibraryOf = Callable[[dict[str, str]], Searcher]


@pytest.mark.parametrize("threshold", [0.0, 1.0])
def test_a_result_is_what_the_service_answers(library_of: LibraryOf, threshold: float) -> None:
    searcher = library_of(TEXTS)
    answerer = Answerer(lambda: searcher, threshold)
    result = ask(answerer, searcher, JudgedQuery("q", QUESTION, {}))
    answer = answerer.answer(QUESTION, 5)
    assert result.shown == len(answer.citations)
    assert [quote.text for quote in result.cited] == [one.quote for one in answer.citations]
    assert (result.shown > 0) == (threshold == 0.0)
    assert round(result.confidence, 4) == answer.confidence
    assert result.ranking[0].document_id == answer.passages[0].document_id
    assert [s.document_id for s in result.sentences[:1]] == ["otters.txt"]
    assert result.sentences[0].text == "The otter dives eight metres deep."
    assert len(result.sentences) == 3
    assert result.ms > 0


def test_a_quote_counts_for_each_document_that_has_it(library_of: LibraryOf) -> None:
    searcher = library_of({f"{name}.txt": TEXTS["otters.txt"] for name in "ab"})
    result = ask(Answerer(lambda: searcher, 0.0), searcher, JudgedQuery("q", QUESTION, {}))
    assert {quote.document_id for quote in result.cited} == {"a.txt", "b.txt"}
    assert len(result.cited) > result.shown


def test_a_copy_of_a_right_document_is_right(library_of: LibraryOf) -> None:
    searcher = library_of({f"{name}.txt": TEXTS["otters.txt"] for name in "ab"})
    for right in ("a.txt", "b.txt"):
        query = JudgedQuery("q", QUESTION, {right: 1})
        result = ask(Answerer(lambda: searcher, 0.0), searcher, query)
        assert [found.document_id for found in result.ranking] == [right]
        assert {quote.document_id for quote in result.sentences} == {right}


def test_a_document_ranks_by_its_best_passage(library_of: LibraryOf) -> None:
    long = " ".join(
        f"The otter dives {n} metres deep at noon in the cold river." for n in range(40)
    )
    searcher = library_of({"long.txt": long, "short.txt": "Mills grind barley. No otter dives."})
    hits = searcher.search(QUESTION, 50).hits
    assert len(hits) > 2
    result = ask(Answerer(lambda: searcher, 0.5), searcher, JudgedQuery("q", QUESTION, {}))
    names = [found.document_id for found in result.ranking]
    assert sorted(names) == ["long.txt", "short.txt"]
    first = {hit.stored.document.document_id: hit.score for hit in reversed(hits)}
    assert {found.document_id: found.score for found in result.ranking} == first
    assert [found.score for found in result.ranking] == sorted(first.values(), reverse=True)


def test_ten_documents_are_ranked_though_one_holds_the_first_passages(
    library_of: LibraryOf,
) -> None:
    searcher = library_of({f"{n:02}.txt": f"Otter number {n} dives deep." for n in range(30)})

    class Crowded(Searcher):
        """One document has the first 60 passages."""

        def __init__(self) -> None:
            """Everything is `searcher`'s."""
            self.generation = searcher.generation

        def search(self, question: str, k: int) -> Retrieved:
            found = searcher.search(question, k)
            return replace(found, hits=((found.hits[0],) * 60 + found.hits)[:k])

    result = ask(Answerer(lambda: searcher, 0.5), Crowded(), JudgedQuery("q", QUESTION, {}))
    names = [found.document_id for found in result.ranking]
    expected = [hit.stored.document.document_id for hit in searcher.search(QUESTION, 10).hits]
    assert names == expected


def test_every_question_is_asked_in_order_and_progress_told(library_of: LibraryOf) -> None:
    class Told(Quiet):
        stages: list[tuple[str, int]] = []  # noqa: RUF012
        steps = 0

        def stage(self, name: str, total: int) -> None:
            self.stages.append((name, total))

        def advance(self, steps: int = 1) -> None:
            self.steps += steps

    searcher, told = library_of(TEXTS), Told()
    queries = [JudgedQuery(str(n), f"What of number {n}?", {}) for n in range(3)]
    results = ask_all(Answerer(lambda: searcher, 0.5), searcher, queries, told)
    assert [result.query for result in results] == queries
    assert (told.stages, told.steps) == ([("ask", 3)], 3)
