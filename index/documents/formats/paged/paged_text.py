"""Reads plain text, without the heads and feet of the pages that it was printed on.

They go before lines are joined, so that a sentence that a page end tears is whole again.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from index.documents.formats.paged.page_ends import Gap, Gaps
from index.documents.formats.paged.printed_lines import PrintedLines
from index.documents.formats.paged.proof import proven
from index.documents.formats.paged.runs import runs_at_edges, runs_in_between
from index.documents.formats.paged.torn import TornSentences
from index.documents.formats.plain.plain_text import read_plain
from index.records import RawDocument


class Unpaged(NamedTuple):
    """A text without what runs from page to page, and what that was, by the places it stood at."""

    text: str
    cut: tuple[str, ...]


def read_paged(document_id: str, text: str) -> RawDocument:
    """Return the document with its shape, without the heads and feet of pages."""
    unpaged = without_pages(text)
    raw = read_plain(document_id, unpaged.text)
    return replace(raw, cut=unpaged.cut) if unpaged.cut else raw


def without_pages(text: str) -> Unpaged:
    """Return a text without the heads and feet of its pages, if it is proven to have any."""
    printed = PrintedLines(text)
    sentences = TornSentences(printed.lines, text)
    running: Collection[int] = ()
    if printed.pages > 1:
        running = proven(runs_at_edges(printed), printed, sentences)
    running = running or proven(runs_in_between(printed), printed, sentences)
    gaps = Gaps(printed.lines, printed.feeds, running).found
    if not any(gap.running or sentences.goes_on(gap) for gap in gaps):
        return Unpaged(text, ())
    cut = ["\n".join(line.strip() for line in gap.running) for gap in gaps if gap.running]
    return Unpaged("\n".join(_kept(printed.lines, gaps, sentences)), tuple(cut))


def _kept(lines: Sequence[str], gaps: Sequence[Gap], sentences: TornSentences) -> Iterator[str]:
    """Yield the lines that stay, with a blank one where a page ends at the end of a sentence."""
    start = 0
    for gap in gaps:
        yield from lines[start : gap.start]
        if gap.is_open and not sentences.goes_on(gap):
            yield ""
        start = gap.end
    yield from lines[start:]
