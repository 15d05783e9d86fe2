"""A dotted number in a question names a section: what stands in the others is no evidence."""

from collections.abc import Callable

import pytest

from index.search import Searcher
from service.answering.answerer import Answerer
from service.answering.asking.question import analyse
from service.answering.contrary.contraries import contraries
from tests.service.answering.scored_evidence import evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]
HISTORY = """\
# History of Tern

## [2.1.0] - 2023-05-02

### New

- Tern counts birds 🐦 by ear.
- 2.1.0 reads every file of 1.9.4 too.

## v2.0.10

### New

- Tern draws maps.
- All before 2.0.10 lose their settings.

## 1.9.4

It needs Ruby 3.2.1.
"""
RULES = """\
# Rules

## 2.1 Keys

Keys are handed out by the caretaker.

### 2.1.3 Spare keys

They lie in the safe.

## 2.10 Bicycles

Bicycles belong in the cellar.
"""


def left_of(searcher: Searcher, question: str) -> list[str]:
    evidence = evidence_of(searcher)
    contrary = contraries(analyse(question), evidence)
    return [one.text for one in evidence if one.place not in contrary]


@pytest.fixture
def history(library_of: LibraryOf) -> Searcher:
    return library_of({"history.md": HISTORY})


@pytest.mark.parametrize(
    "question",
    ["What is new in 2.0.10?", "When did version 2.0.10 come out?", "What does v2.0.10 draw?"],
)
def test_only_the_section_that_was_asked_about_stays(history: Searcher, question: str) -> None:
    left = left_of(history, question)
    assert "Tern draws maps." in left
    assert "v2.0.10" in left
    assert not {"Tern counts birds 🐦 by ear.", "[2.1.0] - 2023-05-02", "It needs Ruby 3.2.1."} & {
        *left
    }


def test_a_sentence_that_names_versions_may_speak_of_others(history: Searcher) -> None:
    left = left_of(history, "What is new in 1.9.4?")
    assert "2.1.0 reads every file of 1.9.4 too." in left
    assert "All before 2.0.10 lose their settings." in left
    assert "Tern draws maps." not in left


def test_several_sections_may_be_asked_about(history: Searcher) -> None:
    left = left_of(history, "What is new in 2.1.0 and 2.0.10?")
    assert {"Tern counts birds 🐦 by ear.", "Tern draws maps."} <= {*left}
    assert "It needs Ruby 3.2.1." not in left


@pytest.mark.parametrize(
    "question",
    [
        "What is new since 2.0.10?",
        "How do I move from 2.0.10 to 2.1.0?",
        "What came before version 2.1.0?",
        "What is new in 3.0.0?",
        "Does it run with Ruby 3.2.1?",
        "What is new?",
    ],
)
def test_a_number_that_names_no_section_takes_nothing_away(
    history: Searcher, question: str
) -> None:
    assert left_of(history, question) == [one.text for one in evidence_of(history)]


def test_a_section_holds_its_parts_and_no_other_of_like_number(library_of: LibraryOf) -> None:
    rules = library_of({"rules.md": RULES})
    left = left_of(rules, "What does 2.1 say?")
    assert {"Keys are handed out by the caretaker.", "They lie in the safe."} <= {*left}
    assert "Bicycles belong in the cellar." not in left


@pytest.mark.parametrize("question", ["Are 2.1 km too far?", "Does the door know TLS 2.1?"])
def test_a_quantity_or_a_name_is_no_section(library_of: LibraryOf, question: str) -> None:
    rules = library_of({"rules.md": RULES})
    assert left_of(rules, question) == [one.text for one in evidence_of(rules)]


def test_an_answer_is_of_the_version_that_was_asked_about(history: Searcher) -> None:
    answer = Answerer(lambda: history, 0.0).answer("What is new in 2.0.10?", 1)
    assert {"v2.0.10"} <= {*answer.citations[0].source.headings}
    assert "birds" not in answer.answer


NEWS = """\
# News

## Release 7.6, in May

- Lamps are dimmed by hand.

## Release 7.5 (in March)

- Lamps go on at dusk.

## Moving 7.5 lamps

Pack them in straw.
"""


def test_a_word_may_stand_before_the_number(library_of: LibraryOf) -> None:
    left = left_of(library_of({"news.md": NEWS}), "What is new in 7.6?")
    assert {"Lamps are dimmed by hand.", "Pack them in straw."} <= {*left}
    assert "Lamps go on at dusk." not in left
