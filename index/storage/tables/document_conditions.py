"""What a document must meet to be found, whatever holds it; and the same in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class DocumentField(StrEnum):
    """What is known of a document that a condition may name."""

    ID = "document_id"
    SHA256 = "sha256"
    TITLE = "title"
    PUBLISHED = "published"
    AUTHOR = "author"
    SITE = "site"
    LANGUAGE = "language"


class Relation(StrEnum):
    """How the field stands to the values.

    ONE_OF: is one of them. BELOW: comes after the first and before the second, as characters
    order them. HOLDS: holds the only value, once its letters are folded (index.storage.folding).
    COMPRISED: is the language of the only value, or a variant of it. SINCE, UNTIL: its day is that
    of the only value, or a later or an earlier one. MISSING: is not known; takes no value.
    """

    ONE_OF = "one of"
    BELOW = "below"
    HOLDS = "holds"
    COMPRISED = "comprised"
    SINCE = "since"
    UNTIL = "until"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Condition:
    """What one field of a document must meet. values: folded where the relation folds."""

    field: DocumentField
    relation: Relation
    values: tuple[str, ...] = ()


_OF_ORIGINS = (DocumentField.AUTHOR, DocumentField.SITE, DocumentField.LANGUAGE)
_SQL = {
    Relation.BELOW: "{field} > ? AND {field} < ?",
    Relation.HOLDS: "instr(folded(ifnull({field}, '')), ?)",
    Relation.COMPRISED: "instr(folded(ifnull({field}, '')) || '-', ? || '-') = 1",
    # A time of day may follow a day.
    Relation.SINCE: "substr({field}, 1, 10) >= ?",
    Relation.UNTIL: "substr({field}, 1, 10) <= ?",
    Relation.MISSING: "{field} IS NULL",
}


def where(conditions: Sequence[Condition]) -> tuple[str, list[str]]:
    """Return SQL that holds for rows of `documents` that meet all conditions, and what to bind.

    The SQL uses a function `folded`.
    """
    values = [value for condition in conditions for value in condition.values]
    return " AND ".join(["TRUE", *map(_sql, conditions)]), values


def _sql(condition: Condition) -> str:
    if condition.relation is Relation.ONE_OF:
        marks = ",".join("?" * len(condition.values))
        return f"{condition.field} IN ({marks})"
    sql = _SQL[condition.relation].format(field=condition.field.value)
    if condition.field in _OF_ORIGINS:
        return f"row IN (SELECT document FROM origins WHERE {sql})"
    return sql
