from collections.abc import Callable

import pytest

from index.search import Searcher
from service.answering.answerer import Answerer
from service.records import Answer
from tests.toy import ToyReader

LibraryOf = Callable[[dict[str, str]], Searcher]


def asked(searcher: Searcher, question: str, answers: dict[str, float]) -> Answer:
    reader = ToyReader(answers)
    return Answerer(lambda: searcher, 0.0, reader, 8).answer(question, 8)


def order(answer: Answer) -> list[str]:
    return [citation.source.document_id for citation in answer.citations]


OLD = "The code of the door is 1234."
NEW = "The code of the door is now 5678."
QUESTION = "What is the code of the door?"


@pytest.mark.parametrize(
    "old",
    [
        f"---\nsuperseded_by: new.md\n---\n{OLD}",
        f"---\ndeprecated: true\n---\n{OLD}",
        f"This page is out of date.\n\n{OLD}",
    ],
)
def test_what_is_out_of_date_is_said_after_what_holds_now(library_of: LibraryOf, old: str) -> None:
    searcher = library_of({"old.md": old, "new.md": NEW})
    answer = asked(searcher, QUESTION, {"1234": 6.0, "5678": 5.0})
    assert order(answer)[0] == "new.md"
    for citation in answer.citations:
        is_old = citation.source.document_id == "old.md"
        assert (citation.source.superseded_by is not None) == is_old


def test_what_is_out_of_date_answers_where_nothing_else_does(library_of: LibraryOf) -> None:
    texts = {"old.md": f"---\ndeprecated: true\n---\n{OLD}", "new.md": "The door is red."}
    answer = asked(library_of(texts), QUESTION, {"1234": 6.0, "red": -4.0})
    assert order(answer)[0] == "old.md"
    assert answer.citations[0].source.superseded_by == ""


DATED = {
    "2019.md": "---\ndate: 2019-03-02\n---\nThe fee of the club is 40 euros a year.",
    "2024.md": "---\ndate: 2024-03-02\n---\nThe fee of the club is 55 euros a year.",
}


def test_of_two_that_disagree_the_newer_is_said_first(library_of: LibraryOf) -> None:
    answer = asked(library_of(DATED), "How high is the fee of the club?", {"40": 6.0, "55": 5.5})
    assert order(answer) == ["2024.md", "2019.md"]
    [conflict] = answer.conflicts
    assert [(v.text, v.published, v.older) for v in conflict.values] == [
        ("55 euros", "2024-03-02", False),
        ("40 euros", "2019-03-02", True),
    ]


def test_without_dates_neither_is_older(library_of: LibraryOf) -> None:
    texts = {name: text.partition("---\n")[2].partition("---\n")[2] for name, text in DATED.items()}
    answer = asked(library_of(texts), "How high is the fee of the club?", {"40": 6.0, "55": 5.5})
    assert order(answer) == ["2019.md", "2024.md"]
    assert [value.older for value in answer.conflicts[0].values] == [False, False]


def test_a_question_that_names_the_year_gets_that_year(library_of: LibraryOf) -> None:
    question = "How high was the fee of the club in 2019?"
    answer = asked(library_of(DATED), question, {"40": 6.0, "55": 5.5})
    assert order(answer)[0] == "2019.md"


def test_who_it_is_now_comes_before_who_it_was(library_of: LibraryOf) -> None:
    texts = {
        "2019.md": "---\ndate: 2019-03-02\n---\nThe head of the office is Berg.",
        "2024.md": "---\ndate: 2024-03-02\n---\nThe head of the office is Lind.",
    }
    answer = asked(library_of(texts), "Who is the head of the office?", {"Berg": 6.0, "Lind": 5.5})
    assert order(answer)[0] == "2024.md"
