"""The row that a question calls by its number is read, and leads where it answers as surely."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from index.records import Span
from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.contrary.asked_rows import asked_rows_first, asked_rows_lead
from service.answering.weighing.evidence import Evidence, SentenceReading
from tests.service.answering.scored_evidence import evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]
ROWS = "|---|---|\n| 1st | 2 |\n| 2nd | 5 |\n| 3rd | 9 |\n"
GUILD = f"""\
# Weavers

| Level | Looms |
{ROWS}
A weaver of any level may use two looms.

# Dyers

| Level | Vats |
{ROWS}"""
PROSE = "A weaver of any"


@pytest.fixture
def guild(library_of: LibraryOf) -> list[Evidence]:
    """What may answer, the sentence of prose first."""
    return evidence_of(library_of({"guild.md": GUILD}), {PROSE: 0.9})


@pytest.mark.parametrize(
    "question",
    ["How many looms has a level 2 weaver?", "How many looms does a 2nd level weaver have?"],
)
def test_a_row_called_so_is_the_first_to_read(guild: list[Evidence], question: str) -> None:
    first, second, *_ = asked_rows_first(analyse(question), guild)
    assert (first.text, first.above[1]) == ("2nd | 5", "Weavers")  # not the dyers' row
    assert second.text.startswith(PROSE)


@pytest.mark.parametrize(
    "question",
    [
        "How many looms has a level 7 weaver?",
        "How many looms has a weaver?",
        "How many looms burn in the 2nd year?",
        "Why are people at level 2 so much older than all others in town?",
    ],
)
def test_nothing_is_put_first_without_such_a_row(guild: list[Evidence], question: str) -> None:
    assert asked_rows_first(analyse(question), guild) == guild


def _read(evidence: list[Evidence], answers: dict[str, float]) -> list[Evidence]:
    """Return the evidence as read. answers: what the reader says, by how a sentence begins."""

    def reading(text: str) -> SentenceReading:
        told = next((a for start, a in answers.items() if text.startswith(start)), -5.0)
        return SentenceReading(told, 0.0, Span(0, 0))

    return [replace(one, reading=reading(one.text)) for one in evidence]


def test_it_leads_where_the_reader_finds_that_it_answers(guild: list[Evidence]) -> None:
    question = analyse("How many looms has a level 2 weaver?")
    told = asked_rows_lead(question, _read(guild, {PROSE: 1.0, "2nd": 1.5}))
    assert (told[0].text, len(told)) == ("2nd | 5", len(guild))
    assert told[0].logit == told[1].logit
    assert told[0].instead_of == told[1]


def test_it_waits_where_a_sentence_answers_more_surely(guild: list[Evidence]) -> None:
    question = analyse("How many looms has a level 2 weaver?")
    read = _read(guild, {PROSE: 1.0, "2nd": 0.5})
    assert asked_rows_lead(question, read) == read
    assert asked_rows_lead(question, guild) == guild  # nothing was read
