"""Whether the lines of a stretch of plain text belong together, by the evidence at each line end.

A line end inside a sentence would part it in two; a line end on purpose (of a list, a verse, an
address, a record) must stay. No width fits a whole text: margins are ragged, and URLs long.
"""

import itertools
import re
from collections.abc import Sequence

from index.documents.formats.plain.wrapping import (
    CERTAINLY_FULL,
    ENDS,
    FULL,
    LEAST_WIDTH,
    Wrapping,
    fill,
    has_room,
    runs_on,
)

_LEAST_HANGING = 20  # characters; lines below an item's mark are set narrower
_KEY = re.compile(r"[^\s:][^:\n]{0,28}:(?:\s|$)")
_CALL = r"^\s*(?:[a-z]+ [\w.]+\(.*\):|[\w.]+\((?![a-z]{0,5}\)$).*\))$"  # not "Name(s)"
_CODE = re.compile(
    rf"[;{{}}]\s*$|^\s*(?:[}}#@$]|>>>|//|/\*)|[=!]==?|->|=>|\w\(\)|::|</\w+>|{_CALL}"
)
_MARK_OF_CODE = re.compile(r"[;{}#@$=>]|//|/\*|\w\(|::")  # what `_CODE` finds holds one
_PROMPT = re.compile(r"\s*(?:\$|>>>|%|PS>)\s\S")
_STAMP = re.compile(r"[\[(]?(?=\S*\d)\S{3,}")
_DIGIT = re.compile(r"\d")
_LETTERED = re.compile(r"\(?(?:[a-z]|[ivx]{2,4})\)\s")  # an item: "a) " or "(iv) "
_FIELDS = re.compile(r"[,;\t|](?=\S)")
_HYPHENS = "-‐\u00ad"
_HYPHEN = re.compile(rf"[^\W\d_]{{2,}}[{_HYPHENS}]$")
_COLUMN = re.compile(r"[^\s.!?:] {4,}\S")  # what stands behind such a gap is a cell
_LONGEST_WORD = 60  # characters
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_PUNCTUATION = re.compile(r"[.,;:!?](?:\s|$)")
_PARTED = re.compile(rf"(?<!\w)\w++[{_HYPHENS}]\n\W*\w+")
_OPTION = re.compile(r"--?\w(?:\S| (?! ))*  +\S")  # of a command: "-q, --quiet    say less"


def joined(
    lines: Sequence[str],
    words: frozenset[str],
    wrapping: Wrapping | None = None,
    hanging: bool = False,
) -> list[str]:
    """Return the lines of a stretch, those that belong together as one. Two with cells do not.

    words: those of the whole text in lower case; they tell whether a hyphen at a line end stays.
    wrapping: of the whole text. hanging: whether the lines after the first are indented below it.
    """
    if len(lines) < 2 or is_record(lines) or is_code(lines) or _is_bare_list(lines):
        return list(lines)
    if wrapping and wrapping.breaks_on_purpose(lines):
        return list(lines)
    width = max(len(line) for line in lines)
    least = _LEAST_HANGING if hanging else LEAST_WIDTH
    pairs = list(itertools.pairwise(lines))
    run_on = [
        runs_on(line, after, width, least)
        or (hanging and wrapping is not None and wrapping.goes_on_below(line, after))
        for line, after in pairs
    ]
    wrapped = any(run_on)
    told = wrapping.line_ends(lines) if wrapping else [False] * len(pairs)
    result = [lines[0]]
    for (line, after), runs, is_told in zip(pairs, run_on, told, strict=True):
        if _begins_anew(lines[0], after) or (_COLUMN.search(line) and _COLUMN.search(after)):
            result.append(after)
        elif (
            runs
            or _wrapped_here(line, after, width, wrapped)
            or (is_told and not _KEY.match(after))
        ):
            result[-1] = _together(result[-1], after, words)
        else:
            result.append(after)
    return result


def _begins_anew(first: str, line: str) -> bool:
    """Whether a line is an item with a letter, as the first of its stretch is, or an option."""
    lettered = _LETTERED.match(first) and _LETTERED.match(line)
    return bool(lettered or _OPTION.match(line))


def is_record(lines: Sequence[str]) -> bool:
    """Whether the lines are fields with their names ("Room: 2.02"), or rows of a table or a log."""
    if is_keyed(lines) or _begin_alike(lines):
        return True
    counts = {len(_FIELDS.findall(line)) for line in lines}
    return len(counts) == 1 and counts.pop() >= 2


def is_keyed(lines: Sequence[str]) -> bool:
    """Whether half of the lines are fields with their names: "Room: 2.02"."""
    keyed = sum(_KEY.match(line) is not None for line in lines)
    return keyed >= max(2, len(lines) / 2)


def _begin_alike(lines: Sequence[str]) -> bool:
    """Whether half of the lines begin as the first does, with a time or a number, as in a log."""
    stamps = [stamp_of(line) for line in lines]
    return bool(stamps[0]) and stamps.count(stamps[0]) >= max(2, len(lines) / 2)


def stamp_of(line: str) -> str:
    """Return the time or number that a line begins with, each digit a 0; "" if it has none."""
    stamp = _STAMP.match(line)
    return _DIGIT.sub("0", stamp[0]) if stamp else ""


def is_code(lines: Sequence[str]) -> bool:
    """Whether it begins with a prompt, or half of the lines hold what only programs hold."""
    if _PROMPT.match(lines[0]):
        return True
    if not _MARK_OF_CODE.search("\n".join(lines)):  # as most prose: the lines need no look
        return False
    coded = sum(_CODE.search(line) is not None for line in lines)
    return coded >= min(2, len(lines)) and 2 * coded >= len(lines)


def _is_bare_list(lines: Sequence[str]) -> bool:
    """Whether the lines look like those of a list without marks: in lower case, unpunctuated.

    The first one may be over the list. Then the lines do not fill their width, as prose would.
    """
    if not all(_is_bare(line) for line in lines[1:]):
        return False
    return _is_bare(lines[0]) or (len(lines) > 2 and _is_unpunctuated(lines[0]) and has_room(lines))


def _is_bare(line: str) -> bool:
    return line[:1].islower() and _is_unpunctuated(line)


def _is_unpunctuated(line: str) -> bool:
    return not _PUNCTUATION.search(line) and not _LETTERED.match(line)


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text in lower case, without those that a line end parts.

    Words with hyphens stay whole. Where no line end parts a word, nobody needs them: then none.
    """
    if not _PARTED.search(text):
        return frozenset()
    return frozenset(word.lower() for word in _WORD.findall(_PARTED.sub(" ", text)))


def _wrapped_here(line: str, after: str, width: int, wrapped: bool) -> bool:
    """Whether a line was wrapped, though what comes next does not show it.

    wrapped: whether other lines of the stretch show that it is wrapped.
    """
    cased = after[:1].isupper() or not after[:1].isalpha()
    full = fill(line, after, width)
    if line.endswith(ENDS):
        return wrapped and full >= CERTAINLY_FULL
    if cased:
        return wrapped and full >= FULL
    return after[:1].isalpha() and width >= LEAST_WIDTH and full >= CERTAINLY_FULL


def _together(line: str, after: str, words: frozenset[str]) -> str:
    hyphenated = _HYPHEN.search(line, max(0, len(line) - _LONGEST_WORD))
    if line[-1] not in _HYPHENS or not hyphenated or not after[:1].islower():
        return f"{line} {after}"
    first = hyphenated[0][:-1].lower()
    rest = _WORD.match(after)
    second = rest[0].lower() if rest else ""
    if line[-1] == "\u00ad" or first + second in words:
        return line[:-1] + after
    apart = first in words and second in words
    return line + after if f"{first}-{second}" in words or apart else line[:-1] + after
