"""Whether the lines of a stretch of plain text belong together, by the evidence at each line end.

A line end inside a sentence would part it in two; a line end on purpose (of a list, a verse, an
address, a record) must stay. No width fits a whole text: margins are ragged, and URLs long.
"""

import itertools
import re
from collections.abc import Sequence

_LEAST_WIDTH = 34  # characters; lines of verse and of lists are mostly shorter
_RUNS_ON = 0.45  # of the width: a line that a lower-case word follows is at least so full
_FULL = 0.7  # of the width, with the first word of the next line
_CERTAINLY_FULL = 0.9
_ENDS = (".", "!", "?", "…", ":", "。", "！", "？")
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
_LONGEST_WORD = 60  # characters
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_PUNCTUATION = re.compile(r"[.,;:!?](?:\s|$)")
_PARTED = re.compile(rf"(?<!\w)\w++[{_HYPHENS}]\n\W*\w+")
_CLOSERS = "\"'”’»)]“"


def joined(lines: Sequence[str], words: frozenset[str]) -> list[str]:
    """Return the lines of a stretch, those that belong together as one.

    words: those of the whole text in lower case; they tell whether a hyphen at a line end stays.
    """
    if len(lines) < 2 or is_record(lines) or is_code(lines) or _is_bare_list(lines):
        return list(lines)
    width = max(len(line) for line in lines)
    pairs = list(itertools.pairwise(lines))
    run_on = [_runs_on(line, after, width) for line, after in pairs]
    wrapped = any(run_on)
    result = [lines[0]]
    lettered = _LETTERED.match(lines[0])
    for (line, after), runs in zip(pairs, run_on, strict=True):
        if lettered and _LETTERED.match(after):
            result.append(after)
        elif runs or _wrapped_here(line, after, width, wrapped):
            result[-1] = _together(result[-1], after, words)
        else:
            result.append(after)
    return result


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
    stamps = [_DIGIT.sub("0", stamp[0]) if (stamp := _STAMP.match(line)) else "" for line in lines]
    return bool(stamps[0]) and stamps.count(stamps[0]) >= max(2, len(lines) / 2)


def is_code(lines: Sequence[str]) -> bool:
    """Whether it begins with a prompt, or half of the lines hold what only programs hold."""
    if _PROMPT.match(lines[0]):
        return True
    if not _MARK_OF_CODE.search("\n".join(lines)):  # as most prose: the lines need no look
        return False
    coded = sum(_CODE.search(line) is not None for line in lines)
    return coded >= min(2, len(lines)) and 2 * coded >= len(lines)


def _is_bare_list(lines: Sequence[str]) -> bool:
    """Whether the lines look like those of a list without marks: in lower case, unpunctuated."""
    return all(
        line[:1].islower() and not _PUNCTUATION.search(line) and not _LETTERED.match(line)
        for line in lines
    )


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text in lower case, without those that a line end parts.

    Words with hyphens stay whole. Where no line end parts a word, nobody needs them: then none.
    """
    if not _PARTED.search(text):
        return frozenset()
    return frozenset(word.lower() for word in _WORD.findall(_PARTED.sub(" ", text)))


def _runs_on(line: str, after: str, width: int) -> bool:
    """Whether a sentence goes on beyond the line end: no stop before, a lower-case word behind."""
    if width < _LEAST_WIDTH or line.rstrip(_CLOSERS).endswith(_ENDS):
        return False
    return after.lstrip(_CLOSERS + "(“‘«[")[:1].islower() and _fill(line, after, width) >= _RUNS_ON


def _wrapped_here(line: str, after: str, width: int, wrapped: bool) -> bool:
    """Whether a line was wrapped, though what comes next does not show it.

    wrapped: whether other lines of the stretch show that it is wrapped.
    """
    cased = after[:1].isupper() or not after[:1].isalpha()
    full = _fill(line, after, width)
    if line.endswith(_ENDS):
        return wrapped and full >= _CERTAINLY_FULL
    if cased:
        return wrapped and full >= _FULL
    return after[:1].isalpha() and width >= _LEAST_WIDTH and full >= _CERTAINLY_FULL


def _fill(line: str, after: str, width: int) -> float:
    """Return how full a line would be with the first word of the next: 1 if it had no room."""
    return min(1.0, (len(line) + 1 + len(after.split(" ", 1)[0])) / width)


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
