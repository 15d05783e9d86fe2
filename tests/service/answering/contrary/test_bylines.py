"""Who wrote a report, and when, answers nothing that it tells of."""

from collections.abc import Callable

import pytest

from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.considering import to_read
from service.answering.contrary.bylines import below_datelines, bylines
from tests.service.answering.scored_evidence import evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]
REPORT = """\
# Tracks on Ronan

By Fergus MacLeod, Science Correspondent

The Marlow Dispatch, 27 June 2024

By Monday all had gone. A girl found the tracks on 3 May 2024.

By bus from Elm

By Tram 4

Opened 12 May 2024
"""
LATER = "A girl found the tracks. " * 40 + "\n\nBy Ada Bell\n"


def left_out(library_of: LibraryOf, question: str, text: str = REPORT) -> set[str]:
    evidence = evidence_of(library_of({"report.md": text}))
    places = bylines(analyse(question), evidence)
    return {one.text for one in evidence if one.place in places}


def test_a_byline_is_no_evidence_of_what_happened(library_of: LibraryOf) -> None:
    assert left_out(library_of, "Who found the tracks on Ronan?") == {
        "By Fergus MacLeod, Science Correspondent",
        "The Marlow Dispatch, 27 June 2024",
    }


@pytest.mark.parametrize(
    "question", ["Who wrote this?", "Who is the author?", "When did the article on tracks appear?"]
)
def test_it_is_where_the_text_itself_is_asked_about(library_of: LibraryOf, question: str) -> None:
    assert not left_out(library_of, question)


def test_a_statement_may_be_of_the_writer(library_of: LibraryOf) -> None:
    searcher = library_of({"report.md": REPORT})
    for text, is_hidden in (
        ("Fergus MacLeod is a science correspondent.", False),
        ("Where is Fergus MacLeod now?", True),
    ):
        question = analyse(text)
        hidden = to_read(question, searcher.search(text, 8).hits)[1]
        assert bool(hidden) is is_hidden


def test_it_stands_at_the_beginning(library_of: LibraryOf) -> None:
    assert not left_out(library_of, "Who found the tracks on Ronan?", LATER)


def test_where_and_when_a_report_was_written_heads_what_it_tells(library_of: LibraryOf) -> None:
    report = "Port Elm, 3 May 2024. A girl has found tracks. They are deep.\n\nA wolf left them.\n"
    evidence = evidence_of(library_of({"r.md": report}), {"Port": 0.9, "A girl": 0.2})
    told = below_datelines(analyse("Who found the tracks in May 2024?"), evidence)
    headings = [one.heading and one.heading.text for one in told[:2]]
    assert told[0].text == "A girl has found tracks."
    assert headings == ["Port Elm, 3 May 2024.", None]
    assert len(told) == len(evidence) - 1
    for question in ("When was the report written?", "Tracks were found."):
        assert below_datelines(analyse(question), evidence) == evidence
