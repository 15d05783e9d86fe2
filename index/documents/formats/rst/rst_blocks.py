"""The blocks of reStructuredText, as elements of HTML: sections, lists, tables, literal blocks.

The syntax is that of the reStructuredText Markup Specification, "Body Elements".
"""

import re
import textwrap
from collections.abc import Sequence

from lxml import etree

from index.documents.formats.rst.rst_directives import add_directive, directive_of
from index.documents.formats.rst.rst_inline import RstReferences, add_inline
from index.documents.formats.rst.rst_tables import add_table, table_end
from index.documents.marks import letter_number, roman_number

_RULE = re.compile(r"([!-/:-@\[-`{-~])\1+\s*$")
_LEAST_RULE = 4
_BULLET = re.compile(r"[*+\-•‣⁃](?:\s+|$)")
_NUMBERED = re.compile(r"\(?(\d{1,9}|#|[a-zA-Z]|[ivxlcdmIVXLCDM]{2,9})[.)](?:\s+|$)")
_FIELD = re.compile(r":(?![: ])((?:[^:\n\\`]|\\.|:(?!\s))*[^\s:]):(?:\s+|$)")
_OPTION = re.compile(r"((?:--?|/)\w\S*(?:,? \S+)*?)\s{2,}(?=\S)")
_LINE = re.compile(r"\|(?:\s+|$)")
_EXPLICIT = re.compile(r"(?:\.\.|__)(?:\s+|$)")
_NOTE = re.compile(r"\[(#?[\w.-]*|\*)\](?:\s+|$)")
_DEEPEST = 24


class RstBlocks:
    """Appends what is written in lines to elements."""

    def __init__(self, references: RstReferences) -> None:
        self._references = references
        self._styles: list[tuple[str, bool]] = []  # of titles, the highest first
        self._depth = 0

    def add_body(self, parent: etree._Element, lines: Sequence[str]) -> None:
        """Append the blocks that are written in lines to an element."""
        lines = textwrap.dedent("\n".join(lines)).split("\n")
        self._depth += 1
        start = 0
        while start < len(lines):
            start = self._add_block(parent, lines, start) if lines[start] else start + 1
        self._depth -= 1

    def _add_block(self, parent: etree._Element, lines: Sequence[str], start: int) -> int:
        """Append the block that begins at a line; return the line after it."""
        readers = (
            self._add_quotation,
            self._add_explicit,
            self._add_title,
            self._add_table,
            self._add_bullets,
            self._add_numbered,
            self._add_fields,
            self._add_options,
            self._add_lines,
            self._add_doctest,
            self._add_definitions,
        )
        if self._depth <= _DEEPEST:
            for reader in readers:
                end = reader(parent, lines, start)
                if end > start:
                    return end
        return self._add_paragraph(parent, lines, start)

    def _add_quotation(self, parent: etree._Element, lines: Sequence[str], start: int) -> int:
        end = _indented_end(lines, start)
        if end > start:
            self.add_body(etree.SubElement(parent, "blockquote"), lines[start:end])
        return end

    def _add_explicit(self, parent: etree._Element, lines: Sequence[str], start: int) -> int:
        """Append a directive or a footnote; targets, substitutions and remarks are no text."""
        mark = _EXPLICIT.match(lines[start])
        if not mark:
            return start
        end = _indented_end(lines, start + 1)
        inside = [lines[start][mark.end() :], *lines[start + 1 : end]]
        note = _NOTE.match(inside[0])
        directive = directive_of(inside)
        if note:
            number = self._references.number_of(note[1])
            block = etree.SubElement(parent, "div", {"class": "footnote", "id": number})
            body = [inside[0][note.end() :], *_dedented(inside[1:])]
            add_inline(etree.SubElement(block, "span"), f"\\[{number}\\] ", RstReferences())
            self.add_body(block, body)
            _unwrap_first(block)
        elif directive and not inside[0].startswith("|"):
            add_directive(parent, directive, self._references, self.add_body)
        return end

    def _add_title(self, parent: etree._Element, lines: Sequence[str], start: int) -> int:
        """Append the title of a section, or nothing for a rule between two blocks."""
        line = lines[start]
        over = _RULE.match(line)
        title = lines[start + 1] if over and start + 2 < len(lines) else line
        under = _RULE.match(_at(lines, start + (2 if over else 1)))
        if over and not (title.strip() and under and under[1] == over[1]):
            blank = not _at(lines, start + 1).strip()
            return start + 1 if blank and len(line.rstrip()) >= _LEAST_RULE else start
        if not under or not title.strip() or len(under[0].rstrip()) < min(3, len(title.strip())):
            return start
        style = (under[1], bool(over))
        if style not in self._styles:
            self._styles.append(style)
        heading = etree.SubElement(parent, f"h{min(6, self._styles.index(style) + 1)}")
        add_inline(heading, title.strip(), self._references)
        return start + (3 if over else 2)

    def _add_table(self, parent: etree._Element, lines: Sequence[str], start: int) -> int:
        end = table_end(lines, start)
        if end > start:
            add_table(parent, lines[start:end], self.add_body)
        return end

    def _add_bullets(self, parent: etree._Element, lines: Sequence[str], start: int) -> int:
        end, items = start, None
        while mark := _BULLET.match(_at(lines, end)):
            items = etree.SubElement(parent, "ul") if items is None else items
            end = self._add_item(items, lines, end, mark.end())
        return end

    def _add_numbered(self, parent: etree._Element, lines: Sequence[str], start: int) -> int:
        end, items, number = start, None, 0
        while mark := _NUMBERED.match(_at(lines, end)):
            after = _at(lines, end + 1)
            if after.strip() and not after[0].isspace() and not _NUMBERED.match(after):
                break  # a paragraph: "A. Turing" may begin one
            number = _number_of(mark[1], number)
            items = etree.SubElement(parent, "ol", start=str(number)) if items is None else items
            end = self._add_item(items, lines, end, mark.end())
        return end

    def _add_item(
        self, items: etree._Element, lines: Sequence[str], start: int, indent: int
    ) -> int:
        """Append an item whose text begins `indent` characters into a line."""
        end = _indented_end(lines, start + 1)
        body = [" " * indent + lines[start][indent:], *lines[start + 1 : end]]
        item = etree.SubElement(items, "li")
        self.add_body(item, body)
        return end

    def _add_fields(self, parent: etree._Element, lines: Sequence[str], start: int) -> int:
        end, fields = start, None
        while mark := _FIELD.match(_at(lines, end)):
            begin, end = end, _indented_end(lines, end + 1)
            body = [lines[begin][mark.end() :], *_dedented(lines[begin + 1 : end])]
            if any(line.strip() for line in body):  # else it speaks to a program: ":orphan:"
                fields = etree.SubElement(parent, "dl") if fields is None else fields
                add_inline(etree.SubElement(fields, "dt"), mark[1], self._references)
                self.add_body(etree.SubElement(fields, "dd"), body)
        return end

    def _add_options(self, parent: etree._Element, lines: Sequence[str], start: int) -> int:
        """Append the options of a command, each with what it does."""
        end, options = start, None
        while mark := _OPTION.match(_at(lines, end)):
            begin, end = end, _indented_end(lines, end + 1)
            options = etree.SubElement(parent, "dl") if options is None else options
            etree.SubElement(options, "dt").text = mark[1]
            body = [lines[begin][mark.end() :], *_dedented(lines[begin + 1 : end])]
            self.add_body(etree.SubElement(options, "dd"), body)
        return end

    def _add_lines(self, parent: etree._Element, lines: Sequence[str], start: int) -> int:
        """Append lines that stay lines: an address, a verse."""
        end, block = start, None
        while mark := _LINE.match(_at(lines, end)):
            block = etree.SubElement(parent, "p") if block is None else block
            if end > start:
                etree.SubElement(block, "br")
            begin, end = end, _indented_end(lines, end + 1)
            text = " ".join([lines[begin][mark.end() :], *map(str.strip, lines[begin + 1 : end])])
            add_inline(block, text.strip(), self._references)
        return end

    def _add_doctest(self, parent: etree._Element, lines: Sequence[str], start: int) -> int:
        if not lines[start].startswith(">>>"):
            return start
        end = _blank_after(lines, start)
        _add_literal(parent, lines[start:end], "pycon")
        return end

    def _add_definitions(self, parent: etree._Element, lines: Sequence[str], start: int) -> int:
        end, terms = start, None
        while _at(lines, end).strip() and _at(lines, end + 1)[:1].isspace():
            if not lines[end + 1].strip() or lines[end].rstrip().endswith("::"):
                break
            terms = etree.SubElement(parent, "dl") if terms is None else terms
            add_inline(etree.SubElement(terms, "dt"), lines[end].strip(), self._references)
            begin, end = end, _indented_end(lines, end + 1)
            self.add_body(etree.SubElement(terms, "dd"), lines[begin + 1 : end])
            if any(known.match(_at(lines, end)) for known in (_EXPLICIT, _BULLET, _FIELD)):
                break
        return end

    def _add_paragraph(self, parent: etree._Element, lines: Sequence[str], start: int) -> int:
        """Append a paragraph, and the literal block that it announces with "::"."""
        end = max(start + 1, _blank_after(lines, start))
        for other in range(start + 1, end):
            if lines[other][:1].isspace() and lines[other - 1].rstrip().endswith("::"):
                end = other
                break
        text = "\n".join(line.strip() for line in lines[start:end])
        literal = text.endswith("::")
        if literal:
            text = (
                text[:-2].rstrip() if text[:-2].endswith((" ", "\n")) or text == "::" else text[:-1]
            )
        if text:
            add_inline(etree.SubElement(parent, "p"), text, self._references)
        if not literal:
            return end
        while end < len(lines) and not lines[end].strip():
            end += 1
        begin, end = end, _literal_end(lines, end)
        _add_literal(parent, _dedented(lines[begin:end]))
        return end


def _at(lines: Sequence[str], number: int) -> str:
    return lines[number] if number < len(lines) else ""


def _dedented(lines: Sequence[str]) -> list[str]:
    return textwrap.dedent("\n".join(lines)).split("\n")


def _indented_end(lines: Sequence[str], start: int) -> int:
    """Return the line after the indented ones from `start` on, and the blank ones among them."""
    end = start
    for number in range(start, len(lines)):
        if lines[number][:1].isspace():
            end = number + 1
        elif lines[number]:
            break
    while end < len(lines) and not lines[end] and end > start:
        end += 1
    return end


def _blank_after(lines: Sequence[str], start: int) -> int:
    return next((n for n in range(start, len(lines)) if not lines[n]), len(lines))


def _literal_end(lines: Sequence[str], start: int) -> int:
    """Return the line after a literal block: it is indented, or each line begins with one mark."""
    line = _at(lines, start)
    if not line or line[0].isspace() or line[0].isalnum():
        return _indented_end(lines, start)
    blank = _blank_after(lines, start)
    return next((n for n in range(start, blank) if lines[n][0] != line[0]), blank)


def _add_literal(parent: etree._Element, lines: Sequence[str], language: str = "") -> None:
    text = "\n".join(lines).strip("\n")
    if text:
        pre = etree.SubElement(parent, "pre")
        named = {"class": f"language-{language}"} if language else {}
        etree.SubElement(pre, "code", named).text = text


def _number_of(mark: str, before: int) -> int:
    """Return the number that an item says it has: 7, g or vii; the next one for "#"."""
    if mark.isdecimal():
        return int(mark)
    lower = mark.lower()
    if mark == "#":
        return before + 1
    if len(lower) == 1 and (before or lower != "i"):
        letter = letter_number(lower)
        return letter if letter == before + 1 else roman_number(lower) or letter
    return roman_number(lower)


def _unwrap_first(block: etree._Element) -> None:
    """Let the first paragraph of a footnote stand in the line of its number."""
    first = block.find("p")
    if first is not None and block.index(first) == 1:
        first.tag = "span"
