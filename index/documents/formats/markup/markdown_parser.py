"""The parser of Markdown, with what documentation adds to CommonMark, and what is no text.

Templates of site generators ("{{< note >}}", "{% include %}", "{{ page.title }}") and attribute
lists ("{: .wide }") leave no text; in code they stand as they are. Links of wikis ("[[Page]]") are
links. MDX adds imports, exports, JSX tags and expressions.
"""

import re
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from index.documents.formats.markup.bars import bare_table, table
from index.documents.formats.markup.checkboxes import with_boxes
from index.documents.formats.markup.hidden_marks import passed_over, use_hidden_marks
from index.documents.formats.markup.placeholders import keep_placeholders

_EXPRESSION = re.compile(r"\{(?:[^{}]|\{[^{}]*\})*\}")
_JSX_TAG = re.compile(
    r"</?(?:[A-Z][\w.]*)?(?:[^<>{}\"']|\"[^\"]*\"|'[^']*'|\{(?:[^{}]|\{[^{}]*\})*\})*/?>"
)
_WIKI_LINK = re.compile(r"!?\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")
# "##Prices": CommonMark wants a blank there, which many writers leave out.
_CLOSE_HEADING = re.compile(r"(#{2,6})([^\W\d_][^#\n]*?)[ \t]*#*[ \t]*$")
_TAB = re.compile(r"===[!+]*[ \t]+\"(.*)\"[ \t]*$")
_TAB_INDENT = 4
_MOST_TAG_LINES = 50
_DEEPEST = 60  # blocks in each other, a list and its item two; what lies deeper is left out
_ESM = re.compile(
    r"import\s+(?:[\w*{].*\bfrom\b|[\"'{])|export\s+(?:const|let|var|default|function|async|class|[{*])"
)


@dataclass(slots=True)
class Node:
    """A block of Markdown, and those in it. inline: what stands in its lines, if it has some.

    type: the name that markdown-it has for it ("bullet_list"). token: the one that opens it.
    """

    type: str
    token: Token
    children: list["Node"] = field(default_factory=list)
    inline: list[Token] = field(default_factory=list)


def parse(text: str, mdx: bool) -> list[Node]:
    """Return the blocks of a text in Markdown, or in MDX."""
    # No node knows the one above it: rings of objects would stay in memory for long.
    root = Node("root", Token("root", "", 0))
    path = [root]
    tokens = _parser(mdx).parse(text)
    with_boxes(tokens)
    keep_placeholders(tokens)
    for token in tokens:
        if token.type == "inline":
            path[-1].inline += token.children or []
        elif token.nesting < 0:
            if len(path) > 1:  # a footnote in itself closes once too often
                path.pop()
        else:
            node = Node(token.type.removesuffix("_open"), token)
            path[-1].children.append(node)
            if token.nesting:
                path.append(node)
    return root.children


@cache
def _parser(mdx: bool) -> MarkdownIt:
    # Alerts are what GitHub makes of "> [!NOTE]".
    options = {"html": True, "alerts": True, "maxNesting": _DEEPEST}
    parser = MarkdownIt("commonmark", options)
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin).use(admon_plugin).use(gfm_autolink_plugin)
    parser.use(container_plugin, "", validate=lambda params, _: bool(params.strip()))
    # The plugin stops at every "w", and asks all rules; this stops where an address may begin.
    parser.inline.terminator_re = re.compile(
        rf"{parser.inline.terminator_re.pattern}(?:(?<!w)|(?=ww\.))"
    )
    parser.inline.ruler.before("link", "wiki_link", _wiki_link)
    use_hidden_marks(parser)
    parser.block.ruler.at("table", table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.after("heading", "close_heading", _close_heading)
    parser.block.ruler.before("table", "tab", _tab, {"alt": ["paragraph"]})
    parser.block.ruler.after("table", "bare_table", bare_table, {"alt": ["paragraph"]})
    if mdx:
        parser.disable("html_block")
        parser.block.ruler.before("table", "jsx", _jsx_lines)
        parser.block.ruler.before("table", "esm", _esm)
        parser.inline.ruler.before("escape", "jsx", _jsx)
    return parser


def _jsx(state: StateInline, silent: bool) -> bool:
    return passed_over(state, silent, _JSX_TAG) or passed_over(state, silent, _EXPRESSION)


def _wiki_link(state: StateInline, silent: bool) -> bool:
    """Read "[[Page]]" and "[[Page|label]]", as wikis and Obsidian write links."""
    match = _WIKI_LINK.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": match[1].strip()}
        embeds = match[0].startswith("!")  # a picture or a file, whose name is no text
        label = match[2].split("|")[-1] if match[2] else "" if embeds else match[1]
        state.push("text", "", 0).content = label.strip()
        state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


def _close_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a heading without a blank behind its marks, at the beginning of a block."""
    if state.is_code_block(start):
        return False
    first = state.bMarks[start] + state.tShift[start]
    match = _CLOSE_HEADING.match(state.src[first : state.eMarks[start]])
    if not match:
        return False
    if not silent:
        state.line = start + 1
        level = f"h{len(match[1])}"
        state.push("heading_open", level, 1).map = [start, state.line]
        inline = state.push("inline", "", 0)
        inline.content, inline.children, inline.map = match[2].strip(), [], [start, state.line]
        state.push("heading_close", level, -1)
    return True


def _tab(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a tab of MkDocs: "=== " and its title, and below it what is indented."""
    first = state.bMarks[start] + state.tShift[start]
    match = _TAB.match(state.src[first : state.eMarks[start]])
    if not match:
        return False
    if silent:
        return True
    indent, line_max = state.blkIndent, state.lineMax
    inside = state.sCount[start] + _TAB_INDENT
    last = start + 1
    while last < end and (state.isEmpty(last) or state.sCount[last] >= inside):
        last += 1
    state.push("tab_open", "div", 1).info = match[1]
    state.blkIndent, state.lineMax = inside, last
    state.md.block.tokenize(state, start + 1, last)
    state.blkIndent, state.lineMax = indent, line_max
    state.push("tab_close", "div", -1)
    state.line = last
    return True


def _jsx_lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Pass over a tag that takes several lines, which a line of ">" may end."""
    first = state.bMarks[start] + state.tShift[start]
    end = min(end, start + _MOST_TAG_LINES)
    tag = _JSX_TAG.match(state.src, first, state.eMarks[end - 1])
    if not tag or tag.end() <= state.eMarks[start]:
        return False
    last = next(line for line in range(start, end) if tag.end() <= state.eMarks[line])
    if tag.end() < state.eMarks[last]:  # text follows: the tag is part of a paragraph
        return False
    if not silent:
        state.line = last + 1
    return True


def _esm(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Pass over lines that import or export, up to a blank line or a heading."""
    first = state.bMarks[start] + state.tShift[start]
    if state.tShift[start] or not _ESM.match(state.src, first, state.eMarks[start]):
        return False
    if not silent:
        line = start + 1
        while line < end and not state.isEmpty(line) and state.src[state.bMarks[line]] != "#":
            line += 1
        state.line = line
    return True
