"""Reads plain text: what its lines look like tells its blocks.

Blank lines part stretches. A stretch is a list, a quotation ("> "), code (indented, and looking
like it), a headline, or else a paragraph, whose lines are joined where they belong together.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from index.documents.formats.plain.headlines import (
    HASHES,
    UNDERLINE,
    heading_level,
    outdented_headlines,
    set_headlines,
    without_margin,
)
from index.documents.formats.plain.keyed_lines import (
    KeyPair,
    key_of,
    parted_at_questions,
    questions_and_answers,
    unfolded,
    unfolded_field,
)
from index.documents.formats.plain.lines import is_code, joined, words_of
from index.documents.formats.plain.listed_text import ListedText
from index.documents.formats.plain.numbered_headlines import numbered_headlines
from index.documents.formats.plain.set_columns import (
    SetTable,
    is_grid,
    rows_of_grid,
    tables_in,
)
from index.documents.formats.plain.set_off import dedented, is_set_off, prompt_below_lead_in
from index.documents.formats.plain.wrapping import Wrapping, paragraphs, wrapping_of
from index.documents.furniture import is_headline
from index.documents.shape import DEEPEST_HEADING, Piece, TextBuilder, block_of, normalise_piece
from index.languages.telling import function_words, language_of
from index.records import Block, BlockKind, RawDocument

_QUOTED = re.compile(r"\A[^\S\n]{0,3}>(?:[^\S\n]?>)*[^\S\n]?")
_RULE = re.compile(r"\s*(?:([=\-~*_#+])\1{2,}|--)\s*$")  # "-- " is over a signature
_CODE_INDENT = 4
_FEW = 3  # stretches that may stand between two items of a list


def read_plain(document_id: str, text: str) -> RawDocument:
    """Return the document with its shape."""
    builder = TextBuilder()
    add_plain(builder, text)
    text, shape = builder.build()
    return RawDocument(document_id, text, shape=shape)


def add_plain(builder: TextBuilder, text: str) -> None:
    """Append the blocks of a plain text to a text that may hold others."""
    _PlainText(normalise_piece(text), builder).add()


class _PlainText:
    """A plain text on its way to its blocks."""

    def __init__(self, text: str, builder: TextBuilder) -> None:
        self._text = text
        self._builder = builder
        self._words = words_of(text)
        lines = list(_without_rules(text.split("\n")))
        self._headlines = outdented_headlines(list(_stretches(lines)))
        lines = without_margin(lines) if self._headlines else lines
        self._listed = ListedText(builder, lines, self._joined)
        self._stretches = list(_stretches(lines))
        self._later: list[str] = []  # the first lines of the stretches that come next
        self._asked = questions_and_answers(text, self._stretches)
        self._headlines |= set_headlines(self._stretches) | numbered_headlines(self._stretches)
        self._coded = False  # whether the stretch before is code
        self._headed = False  # whether the first line of the stretch is below its headline

    def add(self) -> None:
        """Append all of its blocks."""
        neighbours = itertools.pairwise([[], *self._stretches, []])
        for n, ((before, lines), (_, after)) in enumerate(itertools.pairwise(neighbours)):
            self._later = [stretch[0] for stretch in self._stretches[n + 1 : n + 1 + _FEW]]
            headline = self._headlines.get(n)
            if headline is None:
                self._add(lines, before, after)
                continue
            head, below = lines[: headline.lines], lines[headline.lines :]
            words = " ".join(line.strip() for line in head)
            self._listed.add_block(block_of(BlockKind.HEADING, headline.level), [words])
            if below:
                self._headed = True
                self._add(below, head, after)
                self._headed = False

    @cached_property
    def _wrapping(self) -> Wrapping:
        """How the text is wrapped, which only lines that may belong together ask for."""
        stretches = ([line.strip() for line in lines] for lines in self._stretches)
        return wrapping_of(stretches, function_words(language_of(self._text)))

    def _joined(self, lines: Sequence[str], hanging: bool | None = None) -> list[str]:
        """Return the lines without indents, those that belong together as one.

        hanging: of an item, whether its lines are indented below its mark.
        """
        stripped = [line.strip() for line in lines]
        if len(lines) < 2:
            return stripped
        wrapping = self._wrapping
        if hanging is False:  # "two" may be all of an item
            wrapping = wrapping._replace(function_words=frozenset())
        return joined(stripped, self._words, wrapping, bool(hanging))

    def _add(self, lines: list[str], before: list[str], after: list[str]) -> None:
        """Append the blocks of a stretch, given those before and after it."""
        if is_grid(lines):
            self._add_rows(*rows_of_grid(lines))
            return
        if _is_quoted(lines) and not is_code(lines):
            self._add_with_quotations(lines)
            return
        listed, holder = self._listed.is_lettered(lines), self._listed.holder_of(lines)
        self._coded = not listed and is_set_off(lines, before, after_code=self._coded)
        if self._coded:
            code = block_of(BlockKind.CODE)
            self._listed.add_block(code, dedented(lines), holder=holder)
            return
        prompt = prompt_below_lead_in(lines)
        if prompt:
            self._add(lines[:prompt], before, lines[prompt:])
            self._add(lines[prompt:], lines[:prompt], after)
            return
        if self._asked and any(key_of(line) in self._asked for line in lines):
            self._add_questions(lines, self._asked, before)
            return
        tables = tables_in(lines)
        if tables:
            self._add_with_tables(lines, tables, before, after)
            return
        group = object()
        in_list = listed and any(map(self._listed.is_lettered, (before, after)))
        in_list = in_list or (
            self._listed.holds_title(lines, self._later) and not HASHES.match(lines[0].strip())
        )
        level = 0 if in_list else heading_level(lines, before, after)
        if level:
            headline = HASHES.sub("", lines[0].strip())
            self._listed.add_block(block_of(BlockKind.HEADING, level), [headline], group)
            underlined = len(lines) > 1 and UNDERLINE.match(lines[1].strip())
            lines = lines[2:] if underlined else lines[1:]
        for part in paragraphs(lines):
            self._add_paragraph_or_list(part, group)

    def _add_questions(self, lines: list[str], pair: KeyPair, before: list[str]) -> None:
        """Add a stretch with questions, each a headline, and with their answers."""
        for asks, part in parted_at_questions(lines, pair):
            if asks:
                question = " ".join(line.strip() for line in part)
                self._listed.add_block(block_of(BlockKind.HEADING, DEEPEST_HEADING), [question])
            elif key_of(part[0]) in pair:
                self._add_paragraph_or_list(unfolded_field(part), object())
            else:
                self._add(part, before, lines)
            before = part

    def _add_with_quotations(self, lines: Sequence[str]) -> None:
        """Add a stretch of which some lines are quoted ("> "), some perhaps twice (">> ")."""
        group, holder = object(), self._listed.holder_of(lines)
        for depth, run in itertools.groupby(lines, _depth):
            if not depth:
                self._add_paragraph_or_list(list(run), group)
                continue
            for part in _stretches(_QUOTED.sub("", line).strip() for line in run):
                quotation = block_of(BlockKind.QUOTATION)
                self._listed.add_block(quotation, self._joined(part), group, holder)

    def _add_rows(self, rows: Sequence[Sequence[str]], header: int | None) -> None:
        self._listed.end()
        group = object()
        for n, cells in enumerate(rows):
            row = Block(BlockKind.ROW, 0, 0, header=n == header)
            self._builder.add_row(row, [[Piece(cell)] for cell in cells], group)

    def _add_with_tables(
        self, lines: list[str], tables: Sequence[SetTable], before: list[str], after: list[str]
    ) -> None:
        """Add a stretch of which some lines are tables set in columns.

        What it begins with may be a headline where the table is all that follows.
        """
        start = 0
        for table in [*tables, SetTable(len(lines), len(lines), [], None)]:
            part, own = lines[start : table.start], lines[table.start : table.end]
            is_title = not start and table.end == len(lines) and not self._headed
            if part and is_title and table.may_have_title(part[-1]):
                self._add(part, before, own or after)
            elif part:
                self._add_paragraph_or_list(part, object())
            self._add_rows(table.rows, table.header)
            start = table.end

    def _add_paragraph_or_list(self, lines: Sequence[str], group: object) -> None:
        """Add the blocks of a stretch; single line ends part them, as in the file."""
        self._listed.add(unfolded(lines), group, self._later)


def _without_rules(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines, tabs before them as blanks, and blank lines for rules ("-----")."""
    before = ""
    for line in lines:
        content = line.expandtabs(_CODE_INDENT) if line[:1] == "\t" else line
        underlines = bool(before.strip()) and is_headline(before.strip())
        rule = _RULE.match(content) and not underlines
        yield "" if rule else content
        before = "" if rule else content


def _stretches(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the runs of lines that are not blank."""
    for blank, run in itertools.groupby(lines, lambda line: not line.strip()):
        if not blank:
            yield list(run)


def _depth(line: str) -> int:
    """Return how many times a line is quoted."""
    quoted = _QUOTED.match(line)
    return quoted[0].count(">") if quoted else 0


def _is_quoted(lines: Sequence[str]) -> bool:
    """Whether lines are quoted: the first ones, or some after a whole sentence or a colon.

    A line of prose may begin with ">" by chance, where it was wrapped.
    """
    begins = [line for line, after in itertools.pairwise(["", *lines]) if _depth(after)]
    return any(not line or line.rstrip().endswith((":", ".", "!", "?", ",")) for line in begins)
