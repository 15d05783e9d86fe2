import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.milvus.engine.expressions import MOST_RANGES, meets, row_expressions
from index.storage.tables.document_conditions import Condition, DocumentField, Relation


@given(st.lists(st.booleans(), max_size=1500))
def test_row_expressions_hold_for_the_allowed_rows_and_no_others(allowed: list[bool]) -> None:
    named: list[int] = []
    for expression in row_expressions(np.array(allowed, np.bool_)):
        assert expression.count(" or ") < MOST_RANGES
        named += [row for row in range(len(allowed)) if eval(expression, {"row": row})]
    assert sorted(named) == np.flatnonzero(allowed).tolist()


def test_a_variant_of_a_language_is_comprised_and_another_language_is_not() -> None:
    portuguese = Condition(DocumentField.LANGUAGE, Relation.COMPRISED, ("pt",))
    for language, right in [("pt", True), ("pt-br", True), ("ptx", False), ("", False)]:
        assert meets({"language": language}, portuguese) == right


def test_a_time_of_day_is_within_its_day() -> None:
    until = Condition(DocumentField.PUBLISHED, Relation.UNTIL, ("2024-05-02",))
    for day, right in [("2024-05-02T23:59", True), ("2024-05-03", False), ("", False)]:
        assert meets({"published": day}, until) == right
