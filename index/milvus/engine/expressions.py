"""Conditions on rows as Milvus reads them, and the check of what it finds.

Milvus knows neither folded letters nor variants of a language, and some signs mean something in its
patterns. So it is asked for a little more than is meant, and what it gives is checked.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from index.records import Mask
from index.storage.folding import folded
from index.storage.tables.document_conditions import Condition, DocumentField, Relation

FIELD_CHARACTERS = 8_000  # of a text that documents are filtered by
MOST_RANGES = 200  # of rows in one expression
_SPECIAL = re.compile(r"[%_\\\"'\n\r\t]")
_FOLDED = {DocumentField.TITLE, DocumentField.AUTHOR, DocumentField.SITE, DocumentField.LANGUAGE}
_DAY = 10  # characters


def field_values(values: Mapping[DocumentField, str | None]) -> dict[str, str]:
    """Return what a document is filtered by, as its row holds it; "" for what is not known."""
    return {
        field.value: (folded(value) if field in _FOLDED else value)[:FIELD_CHARACTERS]
        for field, known in values.items()
        for value in [known or ""]
    }


def expression(conditions: Sequence[Condition]) -> str:
    """Return an expression that holds for every document that meets all conditions."""
    return " and ".join(f"({_expression(condition)})" for condition in conditions)


def _expression(condition: Condition) -> str:
    name, values = condition.field.value, condition.values
    first, last = (*map(_quoted, values), "", "")[:2]
    pattern = _SPECIAL.sub("_", values[0]) if values else ""
    return {
        Relation.ONE_OF: f"{name} in [{','.join(map(_quoted, values))}]",
        Relation.BELOW: f"{name} > {first} and {name} < {last}",
        Relation.HOLDS: f'{name} like "%{pattern}%"',
        Relation.COMPRISED: f'{name} like "{pattern}%"',
        Relation.SINCE: f"{name} >= {first}",
        # A time of day may follow the day.
        Relation.UNTIL: f'{name} != "" and {name} < {_quoted("".join(values) + "~")}',
        Relation.MISSING: f'{name} == ""',
    }[condition.relation]


def meets(row: Mapping[str, str], condition: Condition) -> bool:
    """Whether a document's row meets a condition."""
    held, values = row[condition.field.value], condition.values
    first, last = (*values, "", "")[:2]
    return {
        Relation.ONE_OF: held in values,
        Relation.BELOW: first < held < last,
        Relation.HOLDS: first in held,
        Relation.COMPRISED: f"{held}-".startswith(f"{first}-"),
        Relation.SINCE: held[:_DAY] >= first,
        Relation.UNTIL: bool(held) and held[:_DAY] <= first,
        Relation.MISSING: not held,
    }[condition.relation]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def row_expressions(among: Mask) -> Iterator[str]:
    """Yield expressions that together hold for the allowed rows, each for at most MOST_RANGES
    stretches of them.

    among: bool, shape (all rows,).
    """
    steps = np.diff(among.astype(np.int8), prepend=0, append=0)
    firsts, ends = np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist()
    ranges = list(zip(firsts, ends, strict=True))
    for at in range(0, len(ranges), MOST_RANGES):
        some = ranges[at : at + MOST_RANGES]
        alone = [first for first, end in some if end == first + 1]
        parts = [f"(row >= {first} and row < {end})" for first, end in some if end > first + 1]
        if alone:
            parts.append(f"row in {alone}")
        yield " or ".join(parts)
