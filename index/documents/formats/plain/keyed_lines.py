"""Puts together the lines of records, and finds questions with their answers.

A record is lines with the names of their fields: "Room: 2.02". A value that was wrapped goes on in
a line without such a name; where "Q: …?" and "A: …" follow each other again and again, the
question is a headline over its answer.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.documents.formats.plain.item_marks import indent_of
from index.documents.formats.plain.lines import is_keyed, is_record
from index.documents.formats.plain.wrapping import FULL, LEAST_WIDTH, RUNS_ON, fill
from index.documents.marks import CLOSERS, LIST_MARK, STOPS, WIDE_STOPS

_KEY = re.compile(r"([^\s:][^:\n]{0,28}):(?:\s|$)")
_ASKED = re.compile(r"^[^\S\n]*[^\s:][^:\n]{0,28}:\s(?:.*\n)?.*[?؟？]$", re.MULTILINE)
_ASKS = tuple("?؟？")
_ENDS = (*STOPS, *WIDE_STOPS, ":")
_GOES_ON = (",", "-")


class KeyPair(NamedTuple):
    """The names of the two fields that hold questions and their answers."""

    question: str
    answer: str


def unfolded(lines: Sequence[str]) -> list[str]:
    """Return the lines of a record, those that go on with the field above them as part of it."""
    if not is_record(lines):
        return list(lines)
    return unfolded_field(lines) if is_keyed(lines) else _without_indented(lines)


def unfolded_field(lines: Sequence[str]) -> list[str]:
    """Do the same for lines of which the first is known to name its field."""
    return _without_wrapped(_without_indented(lines))


def _without_indented(lines: Sequence[str]) -> list[str]:
    """Return the lines, those that are indented below a field as part of it."""
    indent = indent_of(lines[0])
    whole = [lines[0]]
    for line in lines[1:]:
        inside = indent_of(line) > indent and not LIST_MARK.match(line.strip())
        if inside and not is_record([lines[0], line]):
            whole[-1] = f"{whole[-1].rstrip()} {line.strip()}"
        else:
            whole.append(line)
    return whole


def _without_wrapped(lines: Sequence[str]) -> list[str]:
    """Return the lines, those without a name that go on with a sentence as part of it.

    A line without a name may also be the name of the next record.
    """
    width = max(map(len, lines))
    if width < LEAST_WIDTH:
        return list(lines)
    keys = [key_of(line) for line in lines]
    ends = _end_below(lines, [key is not None for key in keys])
    anew = _begin_anew(keys)
    whole = [lines[0]]
    begun = keys[0] is not None
    for n, (before, line) in enumerate(itertools.pairwise(lines), start=1):
        is_more = begun and keys[n] is None and (ends[n] or not anew[n])
        if is_more and _goes_on(before.strip(), line.strip(), width, ends[n]):
            whole[-1] = f"{whole[-1].rstrip()} {line.strip()}"
        else:
            whole.append(line)
        begun = begun or keys[n] is not None
    return whole


def _begin_anew(keys: Sequence[str | None]) -> list[bool]:
    """Tell of each line whether the next field is one of those that were before, of a record."""
    first: dict[str, int] = {}
    for n, key in enumerate(keys):
        if key is not None:
            first.setdefault(key, n)
    anew = [False] * len(keys)
    for n in range(len(keys) - 2, -1, -1):
        key = keys[n + 1]
        anew[n] = anew[n + 1] if key is None else first[key] < n
    return anew


def _end_below(lines: Sequence[str], keyed: Sequence[bool]) -> list[bool]:
    """Tell of each line whether a sentence ends in it or below, before the next field."""
    ends: list[bool] = []
    for line, names in zip(reversed(lines), reversed(keyed), strict=True):
        below = bool(ends) and ends[-1]
        ends.append(not names and (below or line.rstrip(CLOSERS).endswith(_ENDS)))
    return ends[::-1]


def _goes_on(line: str, after: str, width: int, ends: bool) -> bool:
    """Whether what a line says goes on in the next one. ends: whether it comes to its end then."""
    if line.rstrip(CLOSERS).endswith(_ENDS) or LIST_MARK.match(after):
        return False
    share = fill(line, after, width)
    if line.endswith(_GOES_ON) or after[:1].islower():
        return share >= RUNS_ON
    return ends and share >= FULL


def questions_and_answers(text: str, stretches: Sequence[Sequence[str]]) -> KeyPair | None:
    """Return the names of the fields in which a text asks and answers; None if it has none.

    There are two or more of each. All that the first name holds are questions, and below each of
    them comes the second.
    """
    if not _ASKED.search(text):  # as in most texts: the lines need no look
        return None
    fields = [field for lines in stretches for field in _fields(lines)]
    asking = next((key for key, asks in fields if asks), None)
    if asking is None or not all(asks for key, asks in fields if key == asking):
        return None
    pairs = itertools.pairwise([*fields, ("", False)])
    below = [after for (key, _), (after, _) in pairs if key == asking]
    if len(below) < 2 or len(set(below)) > 1 or below[0] in ("", asking):
        return None
    return KeyPair(asking, below[0])


def _fields(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield the names of the fields among the lines, with whether each ends as a question."""
    name, last = None, ""
    for line in lines:
        key = key_of(line)
        if key is not None:
            if name is not None:
                yield name, last.endswith(_ASKS)
            name = key
        last = line.strip()
    if name is not None:
        yield name, last.endswith(_ASKS)


def parted_at_questions(lines: Sequence[str], pair: KeyPair) -> Iterator[tuple[bool, list[str]]]:
    """Yield the parts of a stretch, with whether each is a question alone."""
    part: list[str] = []
    asking = False
    for line in lines:
        key = key_of(line)
        begins = key == pair.question or (asking and (key is not None or _has_asked(part)))
        if part and begins:
            yield asking, part
            part = []
        asking = key == pair.question or (asking and not begins)
        part.append(line)
    yield asking, part


def _has_asked(lines: Sequence[str]) -> bool:
    return lines[-1].rstrip().endswith(_ASKS)


def key_of(line: str) -> str | None:
    """Return the name of the field that a line begins with; None if it begins with none."""
    key = _KEY.match(line.strip())
    return key[1] if key else None
