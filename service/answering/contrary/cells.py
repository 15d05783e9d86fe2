"""What a row of a table says by its columns: which week it is, and that it leaves a cell empty.

A line with a number before it is such a row too: "1: no file" below "Exit codes".
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from index.documents.shape import BETWEEN_CELLS
from index.records import BlockKind
from index.storage.words.analysis import terms
from service.answering.agreement.designations import Designations, is_number, number_told
from service.answering.agreement.polar_clause import may_deny
from service.answering.asking.question import Question
from service.answering.weighing.evidence import Evidence, Place
from service.english.clauses import Asks
from service.english.nouns import singular

_BAR = BETWEEN_CELLS.strip()
_LABEL = re.compile(r"(\d[\w.]*)(?:\s{2,}|\s*[:=–—]\s)")
_ITEM_NUMBER = re.compile(r"\(?(\d+)[.)]\s+\Z")
_LONGEST_MARK = 8  # characters


def designations_of_row(one: Evidence) -> Designations:
    """Return what a row is called by the names of its columns: "week 4", where 4 or 4th is all that
    stands in the column "Week"; and what an item or a line is called by its number and what it
    stands under. Empty for other evidence.
    """
    named = [(name, number_told(cell)) for name, cell in (*_cells(one), *_numbered(one))]
    return frozenset(
        (singular(name.split()[-1].lower()), number.lower())
        for name, number in named
        if name and is_number(number)
    )


def _numbered(one: Evidence) -> Iterator[tuple[str, str]]:
    """Yield what an item, a line or a row without columns' names stands under, and the number that
    it begins with.
    """
    above = next((upper for upper in one.upper if upper.kind is not BlockKind.ITEM), None)
    if above is None or one.kind not in (BlockKind.ITEM, BlockKind.PARAGRAPH, BlockKind.ROW):
        return
    if one.kind is BlockKind.ROW:
        if _BAR not in above.text:
            yield above.text.rstrip(" :"), one.text.partition(_BAR)[0].strip()
        return
    start = one.sentence.span.start - one.hit.stored.passage.start
    mark = one.hit.stored.text[max(0, start - _LONGEST_MARK) : start].rpartition("\n")[2]
    if number := _LABEL.match(one.text) or _ITEM_NUMBER.match(mark):
        yield above.text.rstrip(" :"), number[1]


def rows_without_answer(question: Question, evidence: Sequence[Evidence]) -> frozenset[Place]:
    """Return the rows that have nothing in the columns that a question names.

    An empty cell may answer whether something is so, and a question that denies may ask for just
    these rows.
    """
    clause = question.clause
    if clause is None or clause.asks is Asks.WHETHER or may_deny(question.text):
        return frozenset()

    @cache  # all rows of a table have the same columns
    def is_named(column: str) -> bool:
        words = set(terms(column))
        return bool(words) and words <= question.terms

    return frozenset(one.place for one in evidence if _says_nothing(one, is_named))


def _says_nothing(one: Evidence, is_named: Callable[[str], bool]) -> bool:
    named = [cell for name, cell in _cells(one) if is_named(name)]
    return bool(named) and not any(named)


def _cells(one: Evidence) -> Iterator[tuple[str, str]]:
    """Yield the name of each column of a row, and what stands in it."""
    header = one.upper[:1] if one.kind is BlockKind.ROW else []
    if header and header[0].kind is BlockKind.HEADING:
        names, cells = header[0].text.split(_BAR), one.text.split(_BAR)
        if len(names) == len(cells) > 1:  # else a bar stands in a cell
            yield from (
                (name.strip(), cell.strip()) for name, cell in zip(names, cells, strict=True)
            )
