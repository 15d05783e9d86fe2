"""Cleans a raw document: cuts the furniture of the page that it came from, whole lines at a time.

What is cut is reported. The blocks, links and places of what stays move to where they then stand.
"""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import PurePosixPath

from index.documents.furniture import Line, furniture, is_headline
from index.documents.notices import successor_told
from index.documents.shape import DEEPEST_HEADING, blocks_of_lines, normalise, without
from index.errors import Unreadable
from index.originals import FileStatus
from index.records import Block, BlockKind, Cut, Document, Link, Origin, RawDocument, Shape, Span

_MAX_TITLE = 200
_LETTER = re.compile(r"\w")
_LINED = (BlockKind.PARAGRAPH, BlockKind.ITEM)  # kinds of blocks that may lose single lines


def clean(raw: RawDocument) -> tuple[Document, list[Cut]]:
    """Return the cleaned document and what was cut out of it.

    Where the format gives no title, it is the headline, or else the name of the file. Raises
    Unreadable when nothing is left.
    """
    text, shape = raw.text, raw.shape
    if not shape.blocks:
        text = normalise(text)
        shape = Shape(tuple(blocks_of_lines(text)), places=shape.places)
    spans = _lines(text, shape.blocks)
    lines = [
        Line(span.of(text), block.kind, _links_alone(text, span, shape.links))
        for span, block in spans
    ]
    if not lines:
        raise Unreadable("it holds no text", FileStatus.EMPTY)
    cut = furniture(lines)
    text, shape = without(text, shape, _with_gaps(text, [span for span, _ in spans], cut))
    if not shape.blocks:
        raise Unreadable(
            "nothing but page furniture (menus, share and cookie lines)", FileStatus.EMPTY
        )
    superseded = raw.superseded
    if superseded is None:
        superseded = successor_told(text, shape.blocks, shape.links)
    document = Document(
        document_id=raw.document_id,
        title=normalise(raw.title or "")
        or _headline(text, shape.blocks[0])
        or _name_of(raw.document_id),
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        published=raw.published,
        shape=shape,
        origin=Origin("", raw.author, raw.site, raw.language, raw.url, raw.warnings, superseded),
    )
    gone = [*raw.cut, *_runs(lines, cut)]
    return document, [Cut(raw.document_id, content) for content in gone]


def _lines(text: str, blocks: Sequence[Block]) -> list[tuple[Span, Block]]:
    """Return what may be cut, in order: the lines of paragraphs and items, other blocks whole."""
    lines: list[tuple[Span, Block]] = []
    for block in blocks:
        start = block.start
        while block.kind in _LINED and (end := text.find("\n", start, block.end)) >= 0:
            lines.append((Span(start, end), block))
            start = end + 1
        lines.append((Span(start, block.end), block))
    return lines


def _links_alone(text: str, span: Span, links: Sequence[Link]) -> int:
    """Return how many links stand in the span if nothing else does; else 0."""
    first = bisect_left(links, span.start, key=_start)
    inside = links[first : bisect_left(links, span.end, key=_start)]
    rest, start = "", span.start
    for link in inside:
        rest += text[start : link.start]
        start = link.end
    return 0 if _LETTER.search(rest + text[start : span.end]) else len(inside)


def _start(link: Link) -> int:
    return link.start


def _with_gaps(text: str, spans: Sequence[Span], cut: Sequence[bool]) -> list[Span]:
    """Return what goes: each run of lines that are cut, and the smaller of the gaps around it.

    At the ends of the text the gap goes, so that no white space is left there.
    """
    gone: list[Span] = []
    number = 0
    while number < len(spans):
        end = number
        while end < len(spans) and cut[end]:
            end += 1
        if end > number:
            start_gap = spans[number - 1].end if number else 0
            end_gap = spans[end].start if end < len(spans) else len(text)
            start, stop = spans[number].start, spans[end - 1].end
            before = end == len(spans) or (number > 0 and start - start_gap <= end_gap - stop)
            gone.append(Span(start_gap, stop) if before else Span(start, end_gap))
            if end == len(spans):
                gone[-1] = Span(start_gap, len(text))
            if not number:
                gone[-1] = Span(0, gone[-1].end)
        number = max(end, number + 1)
    return gone


def _runs(lines: Sequence[Line], cut: Sequence[bool]) -> list[str]:
    """Return the texts of what is cut, neighbouring lines together."""
    runs: list[list[str]] = [[]]
    for line, goes in zip(lines, cut, strict=True):
        if goes:
            runs[-1].append(line.text)
        elif runs[-1]:
            runs.append([])
    return ["\n".join(run) for run in runs if run]


def _headline(text: str, first: Block) -> str | None:
    """Return the line that a text begins with, if it stands alone; else it may be of a record."""
    line = first.span.of(text)
    if "\n" in line or first.kind not in (BlockKind.HEADING, BlockKind.PARAGRAPH):
        return None
    if first.level == DEEPEST_HEADING:  # a question, over its answer alone
        return None
    return line if len(line) <= _MAX_TITLE and is_headline(line) else None


def _name_of(document_id: str) -> str:
    stem = normalise(PurePosixPath(document_id).stem)
    return re.sub(r"[_\-\s]+", " ", stem).strip() or document_id
