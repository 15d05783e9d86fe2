"""Rows of one table, items of one list and lines: which of them a question asks about.

A reader sees that a table tells of storage; which row tells it of the "Team" plan, the question's
words say: those that stand in some rows only.
"""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from functools import lru_cache

from index.documents.shape import BETWEEN_CELLS
from index.records import BlockKind
from index.storage.words.analysis import terms
from service.answering.weighing.evidence import Evidence, Place, best_first
from service.answering.weighing.lines import block_of_lines

_GROUPED = (BlockKind.ITEM, BlockKind.ROW)
_LONGEST_LABEL, _SHORTEST_PATTERN = 4, 3  # words
_REMEMBERED = 4_000  # sentences
_WORD = re.compile(r"[^\W\d_]+")
_Key = tuple[str, int | str] | None


def rows_told_apart(asked: Set[str], evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with the rows of each table that the question's words tell apart.

    Where some rows hold more of these words than others do, they alone stay, and get the scores of
    the best rows of their table. The same holds for the lines of several records that have one
    label, such as "Phone:", and for sentences that differ in names and numbers alone ("It is taught
    by Ada."), with what they stand under. asked: the terms of the question. evidence: best first.
    """
    logits: dict[Place, float] = {}
    groups = [*_groups(evidence, _table), *_groups(evidence, _label), *_groups(evidence, _pattern)]
    for members in groups:
        matching = _matching(asked, members)
        logits |= {one.place: best.logit for one, best in zip(matching, members, strict=False)}
    grouped = {one.place for members in groups for one in members}
    return best_first(
        [
            replace(one, logit=logits[one.place]) if one.place in logits else one
            for one in evidence
            if one.place in logits or one.place not in grouped
        ]
    )


def is_one_of_all(asked: Set[str], member: Evidence, evidence: Sequence[Evidence]) -> bool:
    """Whether a list or a table as a whole answers, of which the evidence is one member.

    It does where none of the question's words tells this member from the others.
    """
    members = [one for one in evidence if in_one_group(one, member)]
    words = dict(zip((one.place for one in members), _distinct(asked, members), strict=True))
    return len(members) > 1 and not words.get(member.place)


def in_one_group(one: Evidence, other: Evidence) -> bool:
    """Whether two are rows of one table, items of one list, or lines of one paragraph."""
    if one.kind in _GROUPED:
        return one.kind is other.kind and _list(one) == _list(other)
    if one.document_id != other.document_id or other.kind in _GROUPED:
        return False
    return (lines := block_of_lines(one)) is not None and lines == block_of_lines(other)


def _groups(
    evidence: Sequence[Evidence], key: Callable[[Evidence], _Key]
) -> Iterator[list[Evidence]]:
    """Yield what has the same key as something else, best first; nothing without a key."""
    groups: dict[_Key, list[Evidence]] = {}
    for one in evidence:
        groups.setdefault(key(one), []).append(one)
    groups.pop(None, None)
    yield from (members for members in groups.values() if len(members) > 1)


def _list(one: Evidence) -> _Key:
    return one.document_id, one.upper[0].span.start if one.upper else -1


def _table(one: Evidence) -> _Key:
    return _list(one) if one.kind is BlockKind.ROW else None


def _label(one: Evidence) -> _Key:
    """Return the label of a line such as "Phone: 12"; None for other evidence."""
    label, colon, value = one.text.partition(":")
    is_line = one.kind is BlockKind.PARAGRAPH and colon and value.strip()
    return (one.document_id, label) if is_line and len(label.split()) <= _LONGEST_LABEL else None


def _pattern(one: Evidence) -> _Key:
    """Return the words of a sentence under a heading, but for names and numbers; None for others,
    and for lines.
    """
    if one.kind is not BlockKind.PARAGRAPH:
        return None
    pattern = _small_words(one.text)
    return (one.document_id, pattern) if pattern and one.upper and not _label(one) else None


@lru_cache(_REMEMBERED)
def _small_words(text: str) -> str:
    """Return the words of a sentence without a capital letter, but for that of the first; "" where
    these are few. The readings of a follow-up find the same sentences.
    """
    words = [word for word in _WORD.findall(text[:1].lower() + text[1:]) if word.islower()]
    return " ".join(words) if len(words) >= _SHORTEST_PATTERN else ""


def _matching(asked: Set[str], members: Sequence[Evidence]) -> list[Evidence]:
    """Return the members that hold most of the words that not all of them hold, best first. Of
    several rows it is those that hold them in their first cell, which says of what a row tells.
    """
    distinct = _distinct(asked, members)
    most = max(map(len, distinct))
    matching = [one for one, words in zip(members, distinct, strict=True) if len(words) == most]
    if len(matching) == 1 or matching[0].kind is not BlockKind.ROW:
        return matching
    named = asked & set.intersection(*(set(terms(one.text)) for one in matching))
    keys = [len(named & set(terms(one.text.split(BETWEEN_CELLS)[0]))) for one in matching]
    return [one for one, key in zip(matching, keys, strict=True) if key == max(keys)]


def _distinct(asked: Set[str], members: Sequence[Evidence]) -> list[Set[str]]:
    """Return, for each member, the asked words that it holds and not all others do."""
    held = [asked & _words(one) for one in members]
    common = set.intersection(*map(set, held)) if len(held) > 1 else set[str]()
    return [words - common for words in held]


def _words(one: Evidence) -> set[str]:
    """Return the terms of a member and of what it stands under, as far as members differ there."""
    return set(terms(" ".join([one.text, *(upper.text for upper in one.upper)])))
