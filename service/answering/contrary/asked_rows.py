"""Rows that are called as a question calls something: "6th" in the column "Level" is level 6, and
"Monday" in the first column is that day.

A search by words finds sentences that say more of levels than a row of numbers does.
"""

from collections.abc import Sequence
from dataclasses import replace

from index.documents.shape import BETWEEN_CELLS
from index.records import BlockKind
from index.storage.words.analysis import terms
from service.answering.agreement.designations import designations_asked
from service.answering.asking.question import Question
from service.answering.contrary.cells import designations_of_row
from service.answering.contrary.other_days import day_asked
from service.answering.weighing.evidence import Evidence


def asked_rows_first(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with these rows in front, so that a reader sees them.

    evidence: best first.
    """
    rows = _asked_rows(question, evidence)
    places = {row.place for row in rows}
    return [*rows, *(one for one in evidence if one.place not in places)]


def asked_rows_lead(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with the best of these rows in the place of what answers best, if the
    reader says that it answers as surely as that.

    evidence: best first, read.
    """
    rows = _asked_rows(question, evidence)
    if not rows or rows[0] is evidence[0] or rows[0].reading is None:
        return [*evidence]
    best, row = evidence[0], rows[0]
    if row.read_signals[0] < best.read_signals[0]:
        return [*evidence]
    leading = replace(row, logit=best.logit, instead_of=best)
    return [leading, *(one for one in evidence if one.place != row.place)]


def _asked_rows(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the rows that are called so, best first.

    Of those of several tables it is the ones that have most of the question's words in them or
    above them, if that is half of these words.
    """
    asked, day = designations_asked(question.text), day_asked(question)
    rows = [one for one in evidence if _is_called(asked, one) or _is_of_day(day, one)]
    held = [len(question.terms & set(terms(" ".join([one.text, *one.above])))) for one in rows]
    most = max(held, default=0)
    if 2 * most < len(question.terms):
        return []
    return [row for row, words in zip(rows, held, strict=True) if words == most]


def _is_called(asked: frozenset[tuple[str, str]], one: Evidence) -> bool:
    is_row = bool(asked) and one.kind is BlockKind.ROW
    return is_row and not asked.isdisjoint(designations_of_row(one))


def _is_of_day(day: str, one: Evidence) -> bool:
    if not day or one.kind is not BlockKind.ROW:
        return False
    return one.text.split(BETWEEN_CELLS)[0].strip().lower() in (day, f"{day}s")
