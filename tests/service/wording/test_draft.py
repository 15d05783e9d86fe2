"""What a worded answer marks in its sentences."""

from dataclasses import replace

import pytest

from service.conversation.references import References
from service.records import VERBATIM, Answer, AnswerSpan, Conflict, ConflictingValue
from service.wording.draft import WordedDraft
from service.wording.tellable import Told
from service.wording.verify import Shown
from tests.service.evaluation.cases.case_folders import answer

THREE, FIVE = "Not 13 million but 3 million came.", "The fair says that 5 million came."


def quoted() -> Answer:
    """An answer of two quotes that contradict each other: did 3 or 5 million come?"""
    found = answer(("a.txt", THREE), ("b.txt", FIVE))
    values = []
    for citation, said in zip(found.citations, ("3 million", "5 million"), strict=True):
        start = citation.answer.start + citation.quote.rindex(said)
        span = AnswerSpan(start, start + len(said))
        values.append(ConflictingValue(citation.marker, said, span, None, False))
    return replace(found, conflicts=[Conflict("number", values)])


def worded(*said: str) -> Answer | None:
    """The worded answer that says this of each quote, in order."""
    found, draft = quoted(), WordedDraft()
    for text, citation in zip(said, found.citations, strict=True):
        told = Told(citation.marker, citation, citation.quote, "")
        draft.add(Shown(text, (told,), VERBATIM, False, False))
    return draft.answer(found, [])


def marked(answer: Answer) -> list[str]:
    """The answer's text before each value that it marks, back to the marker before."""
    values = [value for conflict in answer.conflicts for value in conflict.values]
    return [answer.answer[: value.answer.start].rpartition("] ")[2] for value in values]


@pytest.mark.parametrize(
    ("said", "before"),
    [
        (THREE, "Not 13 million but "),
        ("Of 1.3 million, some 3 million dollars came.", "Of 1.3 million, some "),
        ("3 million came, and not 13 million.", ""),
    ],
)
def test_the_value_that_is_marked_is_not_a_part_of_another(said: str, before: str) -> None:
    answer = worded(said, FIVE)
    assert answer is not None
    assert marked(answer) == [before, "The fair says that "]
    for value in answer.conflicts[0].values:
        assert answer.answer[value.answer.start : value.answer.end] == value.text


@pytest.mark.parametrize("said", ["Some 13 million came.", "Some 2-3 million came."])
def test_words_that_have_a_value_only_within_another_do_not_tell_it(said: str) -> None:
    assert worded(said, FIVE) is None


def test_the_value_that_is_kept_of_a_worded_answer_is_not_a_part_of_another() -> None:
    answer = worded("3 million came.", FIVE)
    assert answer is not None
    [conflict] = References.from_answer(answer).conflicts
    assert [value.start for value in conflict.values] == [THREE.index("3 million came"), 19]
