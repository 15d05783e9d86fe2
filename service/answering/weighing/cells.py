"""What a row of a table says by its columns: which week it is, and that it leaves a cell empty."""

from collections.abc import Iterator, Sequence

from index.documents.shape import BETWEEN_CELLS
from index.records import BlockKind
from index.storage.words.analysis import terms
from service.answering.agreement.designations import Designations, is_number
from service.answering.asking.question import Question
from service.answering.weighing.evidence import Evidence, Place
from service.english.clauses import Asks
from service.english.function_words import NEGATIVE
from service.english.nouns import singular

_BAR = BETWEEN_CELLS.strip()


def designations_of_row(one: Evidence) -> Designations:
    """Return what a row is called by the names of its columns: "week 4", where 4 is all that stands
    in the column "Week". Empty for other evidence.
    """
    return frozenset(
        (singular(name.split()[-1].lower()), cell.lower())
        for name, cell in _cells(one)
        if name and is_number(cell)
    )


def rows_without_answer(question: Question, evidence: Sequence[Evidence]) -> frozenset[Place]:
    """Return the rows that have nothing in the columns that a question names.

    An empty cell may answer whether something is so, and a question that denies may ask for just
    these rows.
    """
    clause = question.clause
    if clause is None or clause.asks is Asks.WHETHER or question.words & NEGATIVE:
        return frozenset()
    return frozenset(one.place for one in evidence if _says_nothing(question, one))


def _says_nothing(question: Question, one: Evidence) -> bool:
    named = [cell for name, cell in _cells(one) if _is_named(name, question)]
    return bool(named) and not any(named)


def _is_named(column: str, question: Question) -> bool:
    words = set(terms(column))
    return bool(words) and words <= question.terms


def _cells(one: Evidence) -> Iterator[tuple[str, str]]:
    """Yield the name of each column of a row, and what stands in it."""
    header = one.upper[:1] if one.kind is BlockKind.ROW else []
    if header and header[0].kind is BlockKind.HEADING:
        names, cells = header[0].text.split(_BAR), one.text.split(_BAR)
        if len(names) == len(cells) > 1:  # else a bar stands in a cell
            yield from (
                (name.strip(), cell.strip()) for name, cell in zip(names, cells, strict=True)
            )
