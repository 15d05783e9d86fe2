"""Which rows and items a question asks about, and what a heading lends to what is below it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from index.records import BlockKind
from index.search import Searcher
from index.storage.words.analysis import terms
from service.answering.asking.question import analyse
from service.answering.choosing.select import ChosenSentence, Selection
from service.answering.weighing.evidence import SentenceReading
from service.answering.weighing.groups import is_one_of_all, rows_told_apart
from service.answering.weighing.sections import below_headings, naming_heading
from tests.service.answering.scored_evidence import composed, evidence_of, logit_of

LibraryOf = Callable[[dict[str, str]], Searcher]
PLANS = """\
# Plans

| Plan | Price | Storage |
|---|---|---|
| Solo | 5 euros | 10 GB |
| Team | 19 euros | 250 GB |
| Works | 79 euros | 2 TB |

You can pay by:

- card
- voucher, which expires after a year

# Moving

Call us.
"""


@pytest.fixture
def plans(library_of: LibraryOf) -> Searcher:
    return library_of({"plans.md": PLANS})


def asked(question: str) -> frozenset[str]:
    return frozenset(terms(question))


def test_the_row_that_a_question_names_gets_the_score_of_the_best_row(plans: Searcher) -> None:
    evidence = evidence_of(plans, {"Solo": 0.9, "Works": 0.4, "Team": 0.2})
    told = rows_told_apart(asked("How much storage does the Team plan have?"), evidence)
    rows = [(one.text[:4], round(one.score, 6)) for one in told if one.kind is BlockKind.ROW]
    assert rows == [("Team", 0.9)]
    assert len(told) == len(evidence) - 2


def test_a_row_is_of_what_its_first_cell_names(library_of: LibraryOf) -> None:
    table = "| Name | Extension | Deputy |\n|---|---|---|\n| Ada | 11 | Bo |\n| Bo | 12 | Ada |\n"
    evidence = evidence_of(library_of({"staff.md": table}), {"Ada | 11": 0.9, "Bo | 12": 0.5})
    told = [one.text for one in rows_told_apart(asked("What is the extension of Bo?"), evidence)]
    assert "Bo | 12 | Ada" in told
    assert "Ada | 11 | Bo" not in told


def test_rows_that_a_question_does_not_tell_apart_stay(plans: Searcher) -> None:
    evidence = evidence_of(plans, {"Solo": 0.9, "Works": 0.4})
    assert rows_told_apart(asked("Which plan is the dearest?"), evidence) == evidence


def test_several_rows_may_match(plans: Searcher) -> None:
    told = rows_told_apart(asked("Which plans have GB?"), evidence_of(plans, {"Works": 0.9}))
    assert [one.text[:4] for one in told if one.kind is BlockKind.ROW] == ["Solo", "Team"]


COURSES = """\
# Courses

## Pottery

Ten evenings from 7 p.m. It is taught by Annika Rook.

## Printing

Six evenings. It is taught by Tobias Lenz. The rooms are warm.
"""


def test_sentences_that_differ_in_names_are_told_apart_by_headings(library_of: LibraryOf) -> None:
    evidence = evidence_of(library_of({"c.md": COURSES}), {"It is taught by Tobias": 0.9})
    told = [one.text for one in rows_told_apart(asked("Who teaches pottery?"), evidence)]
    assert told[0] == "It is taught by Annika Rook."
    assert "It is taught by Tobias Lenz." not in told
    assert "The rooms are warm." in told
    both = [one.text for one in rows_told_apart(asked("Who teaches courses?"), evidence)]
    assert both[0] == "It is taught by Tobias Lenz."
    assert "It is taught by Annika Rook." in both


def test_an_item_that_a_question_names_is_not_the_whole_list(plans: Searcher) -> None:
    evidence = evidence_of(plans)
    card, voucher = (
        next(one for one in evidence if one.text.startswith(start)) for start in ("card", "vouch")
    )
    assert is_one_of_all(asked("How can I pay?"), card, evidence)
    assert is_one_of_all(asked("When does a voucher expire?"), card, evidence)
    assert not is_one_of_all(asked("When does a voucher expire?"), voucher, evidence)


def test_a_heading_lends_its_score_and_is_not_quoted_itself(plans: Searcher) -> None:
    evidence = evidence_of(plans, {"Moving": 0.9, "Call us": 0.3})
    [best, *others] = below_headings(evidence)
    assert best.text == "Call us."
    assert best.logit == pytest.approx((logit_of(0.9) + logit_of(0.3)) / 2)
    assert best.heading is not None
    assert best.heading.text == "Moving"
    assert not [one.text for one in others if one.kind is BlockKind.HEADING]


def test_a_heading_that_nothing_stands_below_is_text(library_of: LibraryOf) -> None:
    text = "# Camp\n\n## Age: 8 to 11\n\n## Dates\n\n### In July\n\n14 to 27 July\n\n## Price: 9\n"
    evidence = below_headings(evidence_of(library_of({"camp.md": text}), {"Age": 0.9}))
    told = [one.text for one in evidence]
    assert told[0] == "Age: 8 to 11"
    assert "14 to 27 July" in told
    assert not {"Camp", "Dates", "In July"} & set(told)


def test_what_answers_better_than_its_heading_keeps_its_score(plans: Searcher) -> None:
    [best, *_] = below_headings(evidence_of(plans, {"Moving": 0.2, "Call us": 0.8}))
    assert best.score == pytest.approx(0.8)


LINES = """\
THE OLD FORGE

Sold on market days

  iron nails
  hinges
  a gate 🚪 with a lock

Address

Rose Kline
Phone: 311
Mail: rose@forge.example

The forge is old. It stands by the bridge.
It was built by monks. Nobody knows when.
It burnt twice. It was rebuilt.
"""


def test_lines_below_each_other_are_a_list(library_of: LibraryOf) -> None:
    evidence = evidence_of(library_of({"forge.txt": LINES}))

    def is_all(question: str, start: str) -> bool:
        one = next(one for one in evidence if one.text.startswith(start))
        return is_one_of_all(asked(question), one, evidence)

    assert is_all("What is sold?", "hinges")
    assert not is_all("What has a lock?", "a gate")  # the question names this one
    assert not is_all("How can I reach her?", "Phone")  # fields of a record
    assert not is_all("Who built it?", "It was built")  # sentences that share lines


def test_lines_that_are_a_list_are_quoted_as_one(library_of: LibraryOf) -> None:
    searcher = library_of({"forge.txt": LINES})
    [hinges] = [one for one in evidence_of(searcher) if one.text == "hinges"]
    chosen = [ChosenSentence(hinges, whole=True)]
    answer = composed(analyse("?"), Selection(chosen), searcher.generation.store)
    assert answer.answer == "iron nails\nhinges\na gate 🚪 with a lock [1]"


def test_many_lines_are_not_quoted_as_one(library_of: LibraryOf) -> None:
    lines = [f"bolt of size {number}" for number in range(12)]
    searcher = library_of({"bolts.md": "# Bolts\n\n" + "\\\n".join(lines)})
    [one] = [one for one in evidence_of(searcher) if one.text == lines[4]]
    answer = composed(
        analyse("?"), Selection([ChosenSentence(one, whole=True)]), searcher.generation.store
    )
    assert answer.answer == f"{lines[4]} [1]"


@pytest.mark.parametrize(
    ("question", "short", "heading"),
    [
        ("In which release did maps come?", False, "2.1.0 (May)"),
        ("When did maps come?", False, "2.1.0 (May)"),
        ("Which release has maps?", True, None),  # the sentence itself answers
        ("How do I get maps?", False, None),
        ("Which maps came in 2.1.0?", False, None),
    ],
)
def test_a_heading_with_a_version_says_which(
    library_of: LibraryOf, question: str, short: bool, heading: str | None
) -> None:
    text = "# Tern\n\n## 2.1.0 (May)\n\n### New things of 2.0.9\n\n- Maps of lakes.\n"
    evidence = evidence_of(library_of({"tern.md": text}))
    [maps] = [one for one in evidence if one.text == "Maps of lakes."]
    reading = SentenceReading(1.0, 2.0 if short else -2.0, maps.sentence.span)
    span = naming_heading(analyse(question), replace(maps, reading=reading))
    told = maps.hit.stored.document.text[span.start : span.end] if span else None
    assert told == heading
