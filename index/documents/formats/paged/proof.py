"""Which lines that may run from page to page are proven to: where they stand, sentences are torn.

"Chapter 3" counts on as "Page 3" does, and may stand beside a form feed too. But no chapter begins
inside a sentence. Alone the number of a page, as the last line before a form feed, needs no proof.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from index.documents.formats.paged.page_ends import Gap, Gaps
from index.documents.formats.paged.printed_lines import PrintedLines
from index.documents.formats.paged.runs import RunningLines
from index.documents.formats.paged.torn import TornSentences

_ROUNDS = 5
_SHARE = 0.1  # of the places, where sentences are torn
_FEW = 3  # places: there one torn sentence is much
_LEAST_ALONE = 3  # pages
_SPOKEN_OF = 1 / 3
_ENOUGH_LINES = 10_000  # tell what a text speaks of
_NAME = re.compile(r"[^\W\d_][^\d\n]{0,30}\d+")
_MOST_ALIKE = 0.6  # of the lines behind the places begin with the same word
_ALONE = re.compile(r"\W*\d+\W*")


def proven(
    runs: Iterable[RunningLines], printed: PrintedLines, sentences: TornSentences
) -> set[int]:
    """Return the numbers of the lines that run from page to page."""
    left = list(runs)
    for _ in range(_ROUNDS):
        lines = _lines_of(left, printed)
        gaps = Gaps(printed.lines, printed.feeds, lines)
        kept = [run for run in left if _is_proven(run, gaps, printed, sentences)]
        if any(run.counts for run in kept):  # left and right pages may have heads of their own
            kept = [run for run in left if _is_proven(run, gaps, printed, sentences, True)]
        if len(kept) == len(left):
            return lines
        left = kept
    return set()


def _lines_of(runs: Sequence[RunningLines], printed: PrintedLines) -> set[int]:
    """Return the lines of all runs. The first line of the text names it, unless it is counted."""
    return {n for run in runs for n in run.lines if run.counts or n != printed.first}


def _is_proven(
    run: RunningLines,
    gaps: Gaps,
    printed: PrintedLines,
    sentences: TornSentences,
    has_pages: bool = False,
) -> bool:
    """Whether a run is proven. has_pages: whether other lines show that the text has pages."""
    around = [gaps.of[n] for n in run.lines if n in gaps.of]
    inner = [gap for gap in around if gap.before.strip() and gap.after.strip()]
    if inner and _are_numbers_of_pages(run, printed):
        return True
    torn = [gap for gap in inner if sentences.tears(gap)]
    is_clear = run.counts and (has_pages or (run.fed and len(inner) <= _FEW))
    least = 1 if is_clear else 2
    if len(torn) < max(least, _SHARE * len(inner)) or _begin_alike(torn):
        return False
    return not (run.counts and _is_spoken_of(run, printed))


def _are_numbers_of_pages(run: RunningLines, printed: PrintedLines) -> bool:
    """Whether a run is numbers alone, the last lines before form feeds, as many as these."""
    counts = run.is_foot and run.counts and len(run.lines) >= _LEAST_ALONE
    return counts and all(_ALONE.fullmatch(printed.lines[n]) for n in run.lines)


def _is_spoken_of(run: RunningLines, printed: PrintedLines) -> bool:
    """Whether sentences speak of the lines, as of "Figure 3": then an author wrote them."""
    known = [printed.lines[n].strip() for n in run.lines if n < _ENOUGH_LINES]
    if not known or not _NAME.fullmatch(known[0]):
        return False
    name = re.sub(r"\d+", lambda _: r"\d+", re.escape(known[0]))
    text = "\n".join(printed.lines[:_ENOUGH_LINES])
    said = sum(1 for _ in re.finditer(rf"\b{name}\b", text, re.IGNORECASE))
    return said - len(known) >= max(2, _SPOKEN_OF * len(known))


def _begin_alike(torn: Collection[Gap]) -> bool:
    """Whether what comes behind begins alike, as the records of people who write no capitals do."""
    words = Counter(gap.after.split()[0] for gap in torn)
    return words.most_common(1)[0][1] > max(2, _MOST_ALIKE * len(torn))
