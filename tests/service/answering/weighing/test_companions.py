"""Where a question joins two things, what answers for each of them is chosen."""

from collections.abc import Callable

import pytest

from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.choosing.select import select
from tests.service.answering.scored_evidence import evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]
CREW = (
    "# Crew\n\n| Name | Age |\n|---|---|\n| Ida | 31 |\n| Jon | 44 |\n| Kay | 29 |\n| Ole | 50 |\n"
)
PEOPLE = "Ida is 31 years old. Rain falls. Jon is 44 years old. Kay is 29 years old. Kay likes tea."


def chosen(searcher: Searcher, question: str, best: str) -> list[str]:
    evidence = evidence_of(searcher, {best: 0.9})
    return [one.evidence.text for one in select(analyse(question), evidence).sentences]


@pytest.mark.parametrize(
    ("question", "best", "texts"),
    [
        ("How old are Ida and Kay?", "Ida", ["Ida | 31", "Kay | 29"]),
        ("How old are Ida and Kay?", "Kay", ["Ida | 31", "Kay | 29"]),
        ("How old are Kay, Jon and Ida?", "Jon", ["Ida | 31", "Jon | 44", "Kay | 29"]),
        ("How old is Ida?", "Ida", ["Ida | 31"]),
        ("How old are Ida and Zoe?", "Ida", ["Ida | 31"]),
        ("How old are Zoe and Max?", "Ida", ["Ida | 31"]),
    ],
)
def test_rows_of_joined_names_come_together(
    library_of: LibraryOf, question: str, best: str, texts: list[str]
) -> None:
    assert chosen(library_of({"a.md": CREW}), question, best) == texts


def test_all_joined_names_are_told_even_if_they_are_more_than_the_usual_quotes(
    library_of: LibraryOf,
) -> None:
    rows = chosen(library_of({"a.md": CREW}), "How old are Ida, Jon, Kay and Ole?", "Ole")
    assert [row.split()[0] for row in rows] == ["Ida", "Jon", "Kay", "Ole"]


def test_sentences_of_joined_names_come_together_and_no_others(library_of: LibraryOf) -> None:
    searcher = library_of({"a.txt": PEOPLE})
    both = ["Ida is 31 years old.", "Kay is 29 years old."]
    assert chosen(searcher, "How old are Ida and Kay?", "Ida is") == both
    assert chosen(searcher, "What do Ida and Kay like?", "Kay likes") == ["Kay likes tea."]


@pytest.mark.parametrize(
    "text",
    [
        "Ida and Kay is a play of 1932. Kay is a play of 1950.",
        "It is a play of 1932. Kay is a play of 1950. Ida is a play of 1960.",
    ],
)
def test_a_best_sentence_that_names_all_or_none_of_them_stays_alone(
    library_of: LibraryOf, text: str
) -> None:
    best = text.split(" is ", maxsplit=1)[0]
    found = chosen(library_of({"a.txt": text}), "When was Ida and Kay written?", best)
    assert found == [f"{text.split('.', maxsplit=1)[0]}."]
