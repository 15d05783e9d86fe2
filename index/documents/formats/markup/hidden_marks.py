"""What stands in Markdown for the programs that show it, and no reader sees.

Templates of site generators, attributes in braces, comments and anchors of programs for notes
("%% … %%", "^anchor"), marks for a table of contents, and directives of Microsoft Learn
(":::row:::", "::: zone pivot="a"" to "::: zone-end").
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_TEMPLATE = re.compile(
    r"\{\{[<%].{0,999}?[%>]\}\}|\{%.{0,999}?%\}|\{#\s.{0,999}?\s#\}|\{\{[-\s].{0,999}?[-\s]\}\}"
    r"|\{\{[\w.|-]+\}\}|\{:[^}\n]*\}",
    re.S,
)
_ATTRIBUTES = r"\{(?:=\w+|\s*[.#][A-Za-z][^{}\n]*)\}"
_AFTER_ELEMENT = re.compile(rf"(?<=[])`*_]){_ATTRIBUTES}")
_SPAN = re.compile(rf"\[([^\[\]\n]+)\]{_ATTRIBUTES}")
# "[text]({% page "a" %}#b)": a link, or with "!" a picture, whose address a program fills in.
_FILLED_LINK = re.compile(
    rf"!?\[([^\[\]]{{1,300}})\]\(\s*(?:{_TEMPLATE.pattern})[^()\s]*(?:\s+\"[^\"\n]*\")?\s*\)", re.S
)
# A cell of a program begins a line with "%%" too, and the next one does not end it.
_COMMENT = re.compile(
    r"(?<!\S)%%(?:(?!%%).){1,2000}(?:(?<!\n)%%|%%(?=[ \t]*(?:\n|\Z)))(?!\w)", re.S
)
_COMMENT_LINE = re.compile(r"%%(?!.*%%)")
_END_OF_COMMENT = re.compile(r".*%%[ \t]*\Z")
_ANCHOR = re.compile(r"(?<!\S)\^(?=[\w-]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9-]+\s*\Z")
_CONTENTS = re.compile(r"(?<![^\n])(?:\[\[_?toc_?\]\]|\[toc\]|\$\{toc\})[ \t]*(?=\n|\Z)", re.I)
# ":::row:::" stands for itself, and a line of colons alone closes nothing that is open. Pandoc has
# "::: Warning :::" too, with a blank, which opens a container.
_DIRECTIVE = re.compile(r":::(?:\w.*:::|:*)[ \t]*\Z")
_OPENED = re.compile(r":::[ \t]*(\w+)")
_ENDS = re.compile(r"^[ \t]*:::[ \t]*(\w+)-end\b", re.M)
_ABBREVIATION = re.compile(r"\*\[([^\[\]]+)\]:[ \t]*(\S.*)\Z")


def use_hidden_marks(parser: MarkdownIt) -> None:
    """Let a parser pass over them."""
    parser.inline.ruler.before("escape", "hidden", _hidden)
    parser.inline.ruler.before("link", "span", _span)
    parser.block.ruler.before("table", "comment", _comment, {"alt": ["paragraph"]})
    parser.block.ruler.before("table", "abbreviation", _abbreviation)
    parser.block.ruler.before("container_", "directive", _directive, {"alt": ["paragraph"]})


def passed_over(state: StateInline, silent: bool, what: re.Pattern[str]) -> bool:
    """Go on behind what stands here, if it does; it leaves no text."""
    match = what.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.push("template", "", 0)
    state.pos = match.end()
    return True


def _hidden(state: StateInline, silent: bool) -> bool:
    match state.src[state.pos]:
        case "{":
            patterns: tuple[re.Pattern[str], ...] = (_TEMPLATE, _AFTER_ELEMENT)
        case "%":
            patterns = (_COMMENT,)
        case "^":
            patterns = (_ANCHOR,)
        case "[" | "$":
            patterns = () if "TOC" in state.env.get("references", ()) else (_CONTENTS,)
        case _:
            return False
    return any(passed_over(state, silent, pattern) for pattern in patterns)


def _span(state: StateInline, silent: bool) -> bool:
    """Read "[text]{.class}" and "[text]({{ address }})", which are the text."""
    here = (state.src, state.pos, state.posMax)
    match = _SPAN.match(*here) or _FILLED_LINK.match(*here)
    if not match:
        return False
    if not silent:
        end = state.posMax
        state.pos, state.posMax = match.span(1)
        state.md.inline.tokenize(state)
        state.posMax = end
    state.pos = match.end()
    return True


def _comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Pass over a comment of several lines, blank ones among them."""
    if not _COMMENT_LINE.match(_line(state, start)):
        return False
    for line in range(start + 1, end):
        if "%%" in _line(state, line):
            if not _END_OF_COMMENT.match(_line(state, line)):
                return False
            if not silent:
                state.line = line + 1
            return True
    return False


def _directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Pass over a line of colons that holds no blocks, and over both ends of what it selects."""
    line = _line(state, start)
    opened = _OPENED.match(line)
    if not (_DIRECTIVE.match(line) or _ENDS.match(line)) and not (
        opened and _ends(state).get(opened[1], -1) > state.bMarks[start]
    ):
        return False
    if not silent:
        state.line = start + 1
    return True


def _ends(state: StateBlock) -> dict[str, int]:
    """Return where the last "::: NAME-end" of each name stands."""
    if "ends" not in state.env:
        state.env["ends"] = {match[1]: match.start() for match in _ENDS.finditer(state.src)}
    ends: dict[str, int] = state.env["ends"]
    return ends


def _abbreviation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read "*[HTML]: Hyper Text": what an abbreviation means, shown where it is pointed at."""
    match = _ABBREVIATION.match(_line(state, start))
    if not match or silent:
        return bool(match)
    state.push("abbreviation_open", "", 1)
    inline = state.push("inline", "", 0)
    inline.content, inline.children = f"{match[1]}: {match[2]}", []
    state.push("abbreviation_close", "", -1)
    state.line = start + 1
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
