"""What a glossary, a table or a list says of the one thing that a question asks the meaning of."""

from collections.abc import Callable

import pytest

from index.search import Searcher
from service.answering.answerer import Answerer
from service.answering.asking.question import analyse
from service.answering.calibration.confidence import confidence_in
from service.answering.weighing.entries import entries_first
from tests.service.answering.scored_evidence import evidence_of
from tests.toy import ToyReader

LibraryOf = Callable[[dict[str, str]], Searcher]
MANUAL = """\
# Words

Pack: Blobs that are kept as one.

Lamp – a light

| Key | Meaning |
|---|---|
| q | Ends the game |

# Packs

At the end of a pack is a header. What is made of a pack is lost: none can tell.

# Weariness

## Effects

| Level | Effect |
|---|---|
| 1 | You yawn |
| 2 | You fall |

# Exit codes
"""
CODES = "<table><tr><td>3</td><td>no disk</td></tr><tr><td>12</td><td>no key</td></tr></table>"


@pytest.fixture
def manual(library_of: LibraryOf) -> Searcher:
    return library_of({"manual.md": f"{MANUAL}\n{CODES}\n"})


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What is a pack?", "Pack: Blobs"),
        ("What are packs?", "Pack: Blobs"),
        ("What is a lamp?", "Lamp – a light"),
        ("What does the key q do?", "q | Ends"),
        ("What does exit code 12 mean?", "12 | no key"),
        ("What is the exit code 3?", "3 | no disk"),
        ("What does weariness of level 2 do?", "2 | You fall"),
        ("What does code 7 mean?", "At the end"),  # it is nowhere
        ("What is in a pack?", "At the end"),  # it asks for more than the meaning
        ("What is the header of a pack?", "At the end"),
        ("Why is a pack made?", "At the end"),
        ("Who is a pack?", "At the end"),
    ],
)
def test_the_entry_of_what_is_asked_about_comes_first(
    manual: Searcher, question: str, first: str
) -> None:
    evidence = evidence_of(manual, {"At the end": 0.9})
    told = entries_first(analyse(question), evidence)
    assert told[0].text.startswith(first)
    assert (told[0].logit, len(told)) == (evidence[0].logit, len(evidence))


def test_an_entry_gives_no_less_confidence_than_what_it_comes_before(manual: Searcher) -> None:
    question = analyse("What does exit code 12 mean?")
    evidence = evidence_of(manual, {"At the end": 0.9})
    told = entries_first(question, evidence)
    assert told[0].instead_of == evidence[0]
    assert confidence_in(question, told) >= confidence_in(question, evidence)
    assert entries_first(question, told)[0].instead_of is None  # it is the best by now


def test_what_is_asked_by_its_name_is_answered_for_sure(library_of: LibraryOf) -> None:
    table = (
        "| Code | Cause | Help |\n|---|---|---|\n| E07 | The door | Push |\n| E08 | Heat | Call |"
    )
    found = evidence_of(library_of({"m.md": table}), {"E08": 0.4})
    for text, sure in (("What does E07 mean?", True), ("What is E08?", True), ("Why E07?", False)):
        question = analyse(text)
        told = entries_first(question, found)
        assert (confidence_in(question, told) >= 0.5) is sure


def test_an_entry_is_read_and_quoted(manual: Searcher) -> None:
    reader = ToyReader({"Blobs that are kept as one": 3.0, "At the end": 9.0})
    answer = Answerer(lambda: manual, 0.0, reader, 3).answer("What is a pack?", 1)
    assert answer.answer.startswith("Pack: Blobs that are kept as one. [1]")
