"""Tells what each paragraph of a column is: heading, item, code, note, or a paragraph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.documents.formats.pdf.blocks.paragraphs import (
    BULLET,
    MAX_HEADING_LINES,
    NUMBERED,
    ParagraphLines,
    paragraphs_of,
)
from index.documents.formats.pdf.layout.columns import Column
from index.documents.formats.pdf.layout.tables import Table
from index.documents.formats.pdf.layout.text_lines import TextLine
from index.documents.formats.pdf.layout.typography import Typography
from index.documents.furniture import is_headline
from index.records import BlockKind

_MAX_HEADING_WORDS = 25
_MOST_HEADINGS = 2  # one after the other in the same type; more are lines of a list or a poster
_LOWER_PART = 0.5  # of the page, where footnotes stand
_NOTE_MARK = re.compile(r"(?:[⁰¹²³⁴-⁹]+|\d{1,3}\)?|[*†‡§¶∗]+)\s?(?=\S)")
_CAPTION = re.compile(  # a word and a number: "Figure 3-1 "
    r"[A-Z\u00c0-\uffff][^\W\d_]{1,11}\.?\s\d{1,3}(?:[.\-–]\d{1,3})?[a-z]?(?:[.:)\s]|$)"
)
_INDENT = 0.7  # ems
_NEXT_LINE_OF_CODE = 4  # times the size of type


@dataclass(slots=True)
class Draft:
    """A block on its way: its lines, which may come from several columns and pages.

    first, last: whether it stands at the start or the end of its column. follows: whether no gap
    parts it from the one before. table: for rows, which have no lines.
    """

    kind: BlockKind
    lines: list[TextLine] = field(default_factory=list)
    level: int = 0
    number: int | None = None
    follows: bool = False
    first: bool = False
    last: bool = False
    table: Table | None = None

    @property
    def text(self) -> str:
        """What its lines say, one below the other."""
        return "\n".join(line.text for line in self.lines)


def drafts_of(columns: Sequence[Column], height: float, type_: Typography) -> list[Draft]:
    """Return the blocks of a page. height: of the page, in points. Headings have no level yet."""
    drafts: list[Draft] = []
    for column in columns:
        if isinstance(column, Table):
            drafts.append(Draft(BlockKind.ROW, table=column))
            continue
        if column[0].aside:
            drafts.append(Draft(BlockKind.NOTE, column))
            continue
        inside = list(_of_column(column, height, type_))
        inside[0].first = inside[-1].last = True
        if drafts and _is_one_program(drafts[-1], inside[0]):
            drafts[-1].lines += inside.pop(0).lines
        drafts += inside
    _demote(drafts, type_)
    return drafts


def _is_one_program(draft: Draft, after: Draft) -> bool:
    """Whether code goes on straight below, further to the side."""
    if not draft.kind is after.kind is BlockKind.CODE:
        return False
    line, first = draft.lines[-1], after.lines[0]
    return 0 < first.base - line.base < _NEXT_LINE_OF_CODE * line.size


def _of_column(column: list[TextLine], height: float, type_: Typography) -> Iterator[Draft]:
    code: list[TextLine] = []
    indents: list[float] = []  # of the item under way and of those that hold it
    before: Draft | None = None
    for stretch in paragraphs_of(column, type_):
        if all(map(type_.is_fixed, stretch.lines)):
            code += stretch.lines
            continue
        if code:
            yield Draft(BlockKind.CODE, code)
            code, before = [], None
        draft = _draft(stretch, before, height, type_)
        if draft.kind is BlockKind.ITEM:
            _set_level(draft, indents)
        elif draft.kind is BlockKind.HEADING:
            indents = []
        yield draft
        before = draft
    if code:
        yield Draft(BlockKind.CODE, code)


def _draft(
    stretch: ParagraphLines, before: Draft | None, height: float, type_: Typography
) -> Draft:
    first = stretch.lines[0]
    if _is_heading(stretch.lines, type_):
        return Draft(BlockKind.HEADING, stretch.lines)
    if type_.is_smaller(first) and _is_note(first, before, height):
        return Draft(BlockKind.NOTE, stretch.lines, follows=stretch.follows)
    number = NUMBERED.match(first.text)
    if BULLET.match(first.text) or number:
        value = int(number[1]) if number and number[1] else None
        return Draft(BlockKind.ITEM, stretch.lines, number=value, follows=stretch.follows)
    return Draft(BlockKind.PARAGRAPH, stretch.lines, follows=stretch.follows)


def _is_heading(lines: Sequence[TextLine], type_: Typography) -> bool:
    """Whether lines are larger or bolder than most text, and no sentence."""
    text = " ".join(line.text for line in lines).strip()
    words = len(text.split())
    if len(lines) > MAX_HEADING_LINES or words > _MAX_HEADING_WORDS or BULLET.match(text):
        return False
    if not any(character.isalpha() for character in text) or type_.is_smaller(lines[0]):
        return False
    if not (all(map(type_.is_larger, lines)) or all(map(type_.is_bold, lines))):
        return False
    number = NUMBERED.match(text)
    return is_headline(text[number.end() :] if number else text)


def _is_note(first: TextLine, before: Draft | None, height: float) -> bool:
    """Whether small type is a caption, or stands low on the page and begins with a mark."""
    if _CAPTION.match(first.text):
        return True
    if first.base < _LOWER_PART * height:
        return False
    goes_on = before is not None and before.kind is BlockKind.NOTE
    return goes_on or _NOTE_MARK.match(first.text) is not None


def _set_level(draft: Draft, indents: list[float]) -> None:
    """Set how deep an item is nested, by the items before it, and note where it stands."""
    step = _INDENT * draft.lines[0].size
    left = draft.lines[0].box.left
    indents[:] = [*(other for other in indents if other < left - step), left]
    draft.level = len(indents)


def _demote(drafts: Sequence[Draft], type_: Typography) -> None:
    """Make paragraphs of headings that nothing stands under: many alike, one after the other.

    The last one stays if something follows it.
    """
    run: list[Draft] = []
    for draft in [*drafts, None]:
        heading = draft is not None and draft.kind is BlockKind.HEADING
        if draft and heading and (not run or type_.is_alike(run[-1].lines[0], draft.lines[0])):
            run.append(draft)
            continue
        if len(run) > _MOST_HEADINGS:
            for other in run[:-1] if draft else run:
                other.kind = BlockKind.PARAGRAPH
        run = [draft] if draft and heading else []
