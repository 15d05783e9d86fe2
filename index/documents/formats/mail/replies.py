"""Tells what the writer of a message wrote from what others wrote before, by form.

The words that stand over a quotation ("On 3 May Ann Lee wrote:") are of many languages; what they
have in common is a colon at the end of a line, and a date or an address before it. What Outlook
puts there instead is a block of headers.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from index.documents.marks import COLONS

_QUOTED = re.compile(r"\s{0,3}>")
_DEQUOTED = re.compile(r"\A\s{0,3}>(?:\s?>)*\s?")
_FIELD = re.compile(r"\A\s*+[*_]*+[^\W\d][\w .-]{0,24}[*_]*\s?[:：][*_]*+\s++\S")
_LEAST_FIELDS, _MOST_FIELDS = 3, 12  # of a block of headers
_PREFIXES = re.compile(r"\A(?:\s*\w{1,4}\s?:)+")  # "Re:", "AW:", "Fwd:"
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}|\b(?:19|20)\d{2}\b")
_ADDRESS = re.compile(r"\S@\S|[<\[]\S+:\S+[>\]]")
_RULE = re.compile(r"\s*(?:[-_=*]{2,}[^-_=*].*[-_=*]{2,}|[-_=]{10,})\s*$")
_LONGEST_ATTRIBUTION = 3  # lines
_MOST_BLANK_LINES = 3  # between what announces a message and the message
_SIGNATURE = ("-- ", "--")


class Voice(Enum):
    """Whose words they are."""

    OWN = "own"
    QUOTED = "quoted"
    SIGNATURE = "signature"


class Utterance(NamedTuple):
    """Lines of a message in one voice, without the marks of quotations."""

    voice: Voice
    text: str


def utterances(text: str, subject: str = "") -> Iterator[Utterance]:
    """Yield the text of a message by voices, in order. subject: of the message."""
    lines = text.splitlines()
    voices = _voices(lines, _bare(subject))
    for voice, run in itertools.groupby(zip(voices, lines, strict=True), lambda pair: pair[0]):
        content = [line for _, line in run]
        if voice is Voice.QUOTED:
            content = [_DEQUOTED.sub("", line) for line in content]
        if voice is Voice.SIGNATURE:
            content = content[1:]
        if any(line.strip() for line in content):
            yield Utterance(voice, "\n".join(content))


def answered_message(text: str, subject: str) -> int:
    """Return where the message begins that a text of several paragraphs ends in, or its length."""
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: _answered_line(lines, _bare(subject))])


def _bare(subject: str) -> str:
    """Return a subject without what a reply puts before it."""
    return _PREFIXES.sub("", subject).strip()


def _answered_line(lines: Sequence[str], subject: str) -> int:
    """Return the line at which the message begins that others end in, or how many there are."""
    starts = (n for n in range(len(lines)) if _begins_message(lines, n, subject))
    return next(starts, len(lines))


def _voices(lines: Sequence[str], subject: str) -> list[Voice]:
    """Return the voice of each line. subject: without what a reply puts before it."""
    voices = [Voice.QUOTED if _QUOTED.match(line) else Voice.OWN for line in lines]
    start = _answered_line(lines, subject)
    voices[start:] = [Voice.QUOTED] * (len(lines) - start)
    for n, (before, after) in enumerate(itertools.pairwise(voices)):
        if before is Voice.OWN and after is Voice.QUOTED:
            first = _attribution(lines, n)
            voices[first : n + 1] = [Voice.QUOTED] * (n + 1 - first)
    for n, line in enumerate(lines):
        if line in _SIGNATURE and voices[n] is Voice.OWN:
            end = next((k for k in range(n, len(lines)) if voices[k] is Voice.QUOTED), len(lines))
            voices[n:end] = [Voice.SIGNATURE] * (end - n)
    return voices


def _attribution(lines: Sequence[str], last: int) -> int:
    """Return the first of the lines above a quotation, up to `last`, that say whose it is.

    Blank lines alone are among them where none does.
    """
    while last >= 0 and not lines[last].strip():
        last -= 1
    first = last
    while first > 0 and lines[first - 1].strip() and last - first < _LONGEST_ATTRIBUTION - 1:
        if lines[first - 1].rstrip().endswith((".", "!", "?")):
            break
        first -= 1
    return first if _is_attribution(" ".join(lines[first : last + 1])) else last + 1


def _is_attribution(words: str) -> bool:
    told = _TIME.search(words) or _ADDRESS.search(words)
    return words.rstrip().endswith(COLONS) and told is not None


def _begins_message(lines: Sequence[str], n: int, subject: str) -> bool:
    """Whether a whole message begins at a line, which goes on to the end of the text.

    It is a block of headers, perhaps under a rule, or an attribution of a text that is not marked
    as quoted.
    """
    if not lines[n].strip() or (n and lines[n - 1].strip()):
        return False
    ruled = _RULE.match(lines[n]) is not None
    below = range(n + 1, min(len(lines), n + 2 + _MOST_BLANK_LINES))
    start = next((k for k in below if lines[k].strip()), n) if ruled else n
    return _is_header_block(lines, start, ruled, subject) or _attributes_rest(lines, n)


def _is_header_block(lines: Sequence[str], start: int, ruled: bool, subject: str) -> bool:
    """Whether fields begin at a line that tell a time, and an address or the same subject."""
    block = list(itertools.takewhile(_FIELD.match, lines[start : start + _MOST_FIELDS]))
    words = " ".join(block)
    if len(block) < _LEAST_FIELDS or not _TIME.search(words):
        return False
    again = bool(subject) and any(line.rstrip(" *").endswith(subject) for line in block)
    return ruled or again or _ADDRESS.search(words) is not None


def _attributes_rest(lines: Sequence[str], n: int) -> bool:
    """Whether few lines end in a colon and hold both a time and an address.

    What they are over is not marked as quoted.
    """
    stretch = list(itertools.takewhile(str.strip, lines[n : n + _LONGEST_ATTRIBUTION + 1]))
    words = " ".join(stretch)
    end = n + len(stretch)
    after = next(filter(str.strip, lines[end : end + _MOST_BLANK_LINES + 1]), "")
    return (
        not _QUOTED.match(after)
        and len(stretch) <= _LONGEST_ATTRIBUTION
        and words.rstrip().endswith(COLONS)
        and _TIME.search(words) is not None
        and _ADDRESS.search(words) is not None
    )
