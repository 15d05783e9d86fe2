"""The code in a page: its text as it stands, and its language as the page names it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from index.documents.formats.markup.html_text import is_block, is_unseen
from index.documents.formats.plain.lines import is_code
from index.documents.formats.plain.plain_text import read_plain
from index.documents.shape import Piece, TextBuilder
from index.records import BlockKind

# As highlight.js and Prism, GitHub, Sphinx, SyntaxHighlighter and pandoc name them, in this order.
_LANGUAGE = re.compile(
    r"(?:^|\s)(?:lang(?:uage)?-|highlight-source-|highlight-|brush:\s*|sourceCode\s+)([\w+#-]+)"
)
_NO_LANGUAGE = frozenset("default none plain plaintext nohighlight notranslate text".split())
_LINE_NUMBER = re.compile(
    r"(?:^|\s)(?:linenos?|lineno|line-?numbers?(?:-rows)?|gutter)(?:\s|$)", re.I
)
_LEAST_WORDS_OF_PROSE = 60
_SENTENCE_END = re.compile(r"[^\W\d_]{2}[.!?][\"')]?(?:\s|$)")
_WORDS_OF_SENTENCE = 40  # at most, on average, in prose


def code_of(element: etree._Element) -> str:
    """Return the text of an element with its white space."""
    return "".join(_parts(element)).removeprefix("\n").rstrip()


def _parts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = child.tag
        if isinstance(name, str) and not is_unseen(name) and not _is_line_number(child):
            if name == "br":
                yield "\n"
            else:
                yield from _parts(child)
                if is_block(name):  # a line each, as some highlighters write them
                    yield "\n"
        yield child.tail or ""


def _is_line_number(element: etree._Element) -> bool:
    return bool(_LINE_NUMBER.search(element.get("class") or ""))


def is_counted(text: str) -> bool:
    """Whether code is but the numbers of the lines beside it."""
    lines = text.split()
    if len(lines) < 2 or not all(line.isdecimal() and len(line) < 10 for line in lines):
        return False
    first = int(lines[0])
    return [int(line) for line in lines] == list(range(first, first + len(lines)))


def language_of(element: etree._Element) -> str | None:
    """Return the language that an element of code, or one around or inside it, is said to be in."""
    inner = element.find(".//code")
    for one in (inner, element, element.getparent(), _grandparent(element)):
        if one is None:
            continue
        given = one.get("data-lang") or one.get("data-language")
        named = _LANGUAGE.search(one.get("class") or "")
        language = given or (named[1] if named else "")
        if language and language.lower() not in _NO_LANGUAGE:
            return language
    return None


def _grandparent(element: etree._Element) -> etree._Element | None:
    parent = element.getparent()
    return parent.getparent() if parent is not None else None


def add_prose(builder: TextBuilder, element: etree._Element, text: str) -> bool:
    """Append the blocks of what is set with its line ends but is prose: a letter, a manual page.

    Return whether it is prose.
    """
    if element.find(".//code") is not None or language_of(element) or not _is_prose(text):
        return False
    plain = read_plain("", text)
    group: object = None
    for block in plain.shape.blocks:
        at = replace(block, under=None, cells=())
        if block.kind is BlockKind.ROW:
            cells = [[Piece(cell.of(plain.text))] for cell in block.cells]
            builder.add_row(at, cells, text)
            continue
        group = text if block.kind is BlockKind.ITEM else None
        builder.add(at, [Piece(block.span.of(plain.text))], group)
    return True


def _is_prose(text: str) -> bool:
    words = len(text.split())
    if words < _LEAST_WORDS_OF_PROSE or is_code(text.split("\n")):
        return False
    return words < _WORDS_OF_SENTENCE * len(_SENTENCE_END.findall(text))
