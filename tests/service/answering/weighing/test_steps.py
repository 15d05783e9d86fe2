"""Inner lists, and steps that hold more than a sentence."""

from collections.abc import Callable, Sequence

import pytest

from index.records import Span
from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.choosing.select import ChosenSentence, Selection
from service.answering.weighing.evidence import Evidence
from service.answering.weighing.steps import item_above, some_steps
from tests.service.answering.scored_evidence import composed, evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]
LOCK = """\
# Lock 🔒

## Change the code

1. Open the flap.

   ```text
   *0#
   ```

2. Type the old code.
3. Type the new code twice:

   ```text
   code code
   ```

## Keys for letters

- Ctrl+B: bold letters
- Ctrl+I: slanted letters
- F3: search

## Who may enter

- Guests
  - the hall
  - the pond
- Staff
  - the cellar
"""


@pytest.fixture
def lock(library_of: LibraryOf) -> Searcher:
    return library_of({"lock.md": LOCK})


def found(searcher: Searcher, *starts: str) -> list[Evidence]:
    evidence = evidence_of(searcher)
    return [next(one for one in evidence if one.text.startswith(start)) for start in starts]


def steps_of(searcher: Searcher, question: str, chosen: Sequence[Evidence]) -> list[str]:
    steps = some_steps(analyse(question), chosen, evidence_of(searcher))
    return [one.text for one in chosen if one.place in steps]


def test_steps_are_not_told_without_those_between_them(lock: Searcher) -> None:
    chosen = found(lock, "code code", "*0#")
    assert steps_of(lock, "How do I change the code?", chosen) == ["code code", "*0#"]
    whole = [ChosenSentence(one, whole=True) for one in chosen]
    answer = composed(analyse("?"), Selection(whole), lock.generation.store)
    assert answer.answer == (
        "1. Open the flap.\n\n*0#\n\n2. Type the old code.\n"
        "3. Type the new code twice:\n\ncode code [1]"
    )


def test_one_step_or_another_question_does_not_ask_for_all(lock: Searcher) -> None:
    flap, code, search = found(lock, "Open the flap", "code code", "F3")
    assert steps_of(lock, "What opens the flap?", [flap, code]) == []
    assert steps_of(lock, "How many codes are there?", [flap, code]) == []
    assert steps_of(lock, "How do I change the code?", [code]) == []
    assert steps_of(lock, "How do I change the code?", [code, search]) == []


def test_items_that_the_question_tells_from_the_others_are_no_steps(lock: Searcher) -> None:
    bold, slanted = found(lock, "Ctrl+B", "Ctrl+I")
    assert steps_of(lock, "How do I make bold and slanted letters?", [bold, slanted]) == []
    assert steps_of(lock, "How do I set letters?", [bold, slanted]) == [bold.text, slanted.text]


def test_an_item_of_an_inner_list_brings_the_outer_one(lock: Searcher) -> None:
    cellar, pond, guests, search = found(lock, "the cellar", "the pond", "Guests", "F3")

    def above(question: str, one: Evidence) -> str | None:
        span: Span | None = item_above(analyse(question), one)
        return one.hit.stored.document.text[span.start : span.end] if span else None

    assert above("Who may enter the cellar?", cellar) == "Staff"
    assert above("May guests bathe in the pond?", pond) is None  # the question says it
    assert above("Who may enter?", guests) is None
    assert above("How do I search?", search) is None


def test_the_outer_item_is_quoted_with_the_inner_one(lock: Searcher) -> None:
    for start, answer in (
        ("the cellar", "- Staff\n- the cellar [1]"),
        ("the pond", "Guests [1]\nthe pond [2]"),
    ):
        [one] = found(lock, start)
        item = item_above(analyse("Who may enter?"), one)
        selection = Selection([ChosenSentence(one, item=item)])
        given = composed(analyse("?"), selection, lock.generation.store).answer
        assert given.removeprefix("- ") == answer.removeprefix("- ")
