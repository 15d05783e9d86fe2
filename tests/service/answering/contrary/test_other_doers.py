"""What is told of others does not answer what a question takes for granted of somebody."""

from collections.abc import Callable

from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.contrary.other_doers import without_other_doers
from tests.service.answering.scored_evidence import evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]
SCRIPTS = """\
# Scripts

In Elm, Tarkan is written in runes. Many people learn it.

| Language | Speakers | Script |
|---|---|---|
| Tarkan | people of Elm | runes |
| Velish | people of Oak | loops |
"""


def test_a_row_that_names_somebody_needs_no_verb(library_of: LibraryOf) -> None:
    question = analyse("In which script is Velish written?")
    evidence = evidence_of(library_of({"a.md": SCRIPTS}), {"In Elm": 0.9})
    left = without_other_doers(question.text, question.clause, evidence)
    assert [one.text for one in left] == ["Velish | people of Oak | loops"]
