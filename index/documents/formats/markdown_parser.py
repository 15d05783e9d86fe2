"""The parser of Markdown, with what documentation adds to CommonMark, and what is no text.

Templates of site generators ("{{< note >}}", "{% include %}", "{{ page.title }}") and attribute
lists ("{: .wide }") leave no text; in code they stand as they are. MDX adds imports, exports,
JSX tags and expressions.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

_TEMPLATE = re.compile(
    r"\{\{[<%].{0,999}?[%>]\}\}|\{%.{0,999}?%\}|\{#\s.{0,999}?\s#\}|\{\{[-\s].{0,999}?[-\s]\}\}"
    r"|\{\{[\w.|-]+\}\}|\{:[^}\n]*\}",
    re.S,
)
_INLINE = "inline"  # where the metadata of a token keep what stands in it
_EXPRESSION = re.compile(r"\{(?:[^{}]|\{[^{}]*\})*\}")
_JSX_TAG = re.compile(
    r"</?(?:[A-Z][\w.]*)?(?:[^<>{}\"']|\"[^\"]*\"|'[^']*'|\{(?:[^{}]|\{[^{}]*\})*\})*/?>"
)
_ESM = re.compile(
    r"import\s+(?:[\w*{].*\bfrom\b|[\"'{])|export\s+(?:const|let|var|default|function|async|class|[{*])"
)


def parse(text: str, mdx: bool) -> SyntaxTreeNode:
    """Return the blocks of a text in Markdown, or in MDX; `inline_tokens` gives what is in them."""
    tokens = _parser(mdx).parse(text)
    for token in tokens:
        # What stands in a line is read as it comes, and needs no tree, which takes long to make.
        token.meta[_INLINE], token.children = token.children or [], None
    return SyntaxTreeNode(tokens)


def inline_tokens(node: SyntaxTreeNode) -> list[Token]:
    """Return what a paragraph, heading or cell consists of."""
    return [child for part in node.children if part.token for child in part.token.meta[_INLINE]]


@cache
def _parser(mdx: bool) -> MarkdownIt:
    # Alerts are what GitHub makes of "> [!NOTE]".
    parser = MarkdownIt("commonmark", {"html": True, "alerts": True})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin).use(admon_plugin).use(gfm_autolink_plugin)
    parser.use(container_plugin, "", validate=lambda params, _: bool(params.strip()))
    # The plugin stops at every "w", and asks all rules; this stops where an address may begin.
    parser.inline.terminator_re = re.compile(
        rf"{parser.inline.terminator_re.pattern}(?:(?<!w)|(?=ww\.))"
    )
    parser.inline.ruler.before("escape", "template", _template)
    if mdx:
        parser.disable("html_block")
        parser.block.ruler.before("table", "esm", _esm)
        parser.inline.ruler.before("escape", "jsx", _jsx)
    return parser


def _template(state: StateInline, silent: bool) -> bool:
    return _passed_over(state, silent, _TEMPLATE)


def _jsx(state: StateInline, silent: bool) -> bool:
    return _passed_over(state, silent, _JSX_TAG) or _passed_over(state, silent, _EXPRESSION)


def _passed_over(state: StateInline, silent: bool, what: re.Pattern[str]) -> bool:
    match = what.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.push("template", "", 0)
    state.pos = match.end()
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
