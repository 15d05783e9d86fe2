"""Rows of one table and items of one list: which of them a question asks about.

A reader sees that a table tells of storage; which row tells it of the "Team" plan, the question's
words say: those that stand in some rows only.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from index.records import BlockKind
from index.storage.lexicon import terms
from service.answering.weighing.evidence import Evidence, Place, best_first

_GROUPED = (BlockKind.ITEM, BlockKind.ROW)
_Group = tuple[str, int | None, BlockKind]


def rows_told_apart(asked: Set[str], evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with the rows of each table that the question's words tell apart.

    Where some rows hold more of these words than others do, they alone stay, and get the scores of
    the best rows of their table. asked: the terms of the question. evidence: best first.
    """
    logits: dict[Place, float] = {}
    for rows in _groups(evidence, BlockKind.ROW):
        logits |= {
            row.place: best.logit for row, best in zip(_matching(asked, rows), rows, strict=False)
        }
    return best_first(
        [
            replace(one, logit=logits[one.place]) if one.kind is BlockKind.ROW else one
            for one in evidence
            if one.kind is not BlockKind.ROW or one.place in logits
        ]
    )


def is_one_of_all(asked: Set[str], member: Evidence, evidence: Sequence[Evidence]) -> bool:
    """Whether a list or a table as a whole answers, of which the evidence is one member.

    It does where none of the question's words tells this member from the others.
    """
    if member.kind not in _GROUPED:
        return False
    [members] = (group for group in _groups(evidence, member.kind) if member in group)
    return len(members) > 1 and not _distinct(asked, members)[members.index(member)]


def _groups(evidence: Sequence[Evidence], kind: BlockKind) -> Iterator[list[Evidence]]:
    """Yield the members of each list or table, best first."""
    groups: dict[_Group, list[Evidence]] = {}
    for one in evidence:
        if one.kind is kind:
            upper = one.upper[0].span.start if one.upper else None
            groups.setdefault((one.document_id, upper, kind), []).append(one)
    yield from groups.values()


def _matching(asked: Set[str], members: Sequence[Evidence]) -> list[Evidence]:
    """Return the members that hold most of the words that not all of them hold, best first."""
    distinct = _distinct(asked, members)
    most = max(map(len, distinct))
    return [one for one, words in zip(members, distinct, strict=True) if len(words) == most]


def _distinct(asked: Set[str], members: Sequence[Evidence]) -> list[Set[str]]:
    """Return, for each member, the asked words that it holds and not all others do."""
    held = [asked & set(terms(one.text)) for one in members]
    common = set.intersection(*map(set, held)) if len(held) > 1 else set[str]()
    return [words - common for words in held]
