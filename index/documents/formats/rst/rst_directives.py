"""The directives of reStructuredText and Sphinx, as elements of HTML.

Nothing is included, and no code of the directives of others is run: what stands in an unknown one
is read as text.
"""

import csv
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from index.documents.formats.rst.rst_inline import RstReferences, add_inline
from index.documents.formats.rst.rst_tables import AddBody

_DIRECTIVE = re.compile(r"(?:\|[^|]+\|\s+)?(?P<name>[\w][\w:+.-]*?)\s?::(?:\s+(?P<rest>.*)|$)")
_OPTION = re.compile(r":([\w-]+):(?:\s+(.*))?$")
_CODE = frozenset(
    "code code-block sourcecode parsed-literal doctest testcode testoutput prompt".split()
)
# They name other files, or tell the program that makes the pages what to do.
_NO_TEXT = frozenset(
    "toctree include literalinclude image raw contents index meta highlight role default-role"
    " sectnum section-numbering title target-notes autosummary bibliography tabularcolumns module"
    " currentmodule py:module py:currentmodule default-domain plot graphviz uml digraph graph"
    " replace unicode date class rst-class header footer testsetup testcleanup literalfigure"
    " highlightlang sectionauthor codeauthor automodule autoclass autofunction automethod".split()
)
_QUOTED = frozenset("epigraph highlights pull-quote".split())
_TITLED = frozenset(
    "topic sidebar admonition tab tab-item dropdown details card grid-item-card rubric".split()
)
_VERSIONED = frozenset("versionadded versionchanged deprecated versionremoved".split())
_WITH_TEXT = frozenset(
    "note warning tip hint important caution danger error attention seealso todo centered".split()
)
# What documents a thing of a program: its signature, and below it what it is.
_DESCRIBED = frozenset(
    "function class method attribute data exception decorator property staticmethod classmethod"
    " type macro var member enum enumerator struct union option cmdoption confval envvar program"
    " object describe setting directive".split()
)


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive: `.. name:: arguments`, its options, and the lines of its content."""

    name: str
    arguments: str
    options: Mapping[str, str]
    content: Sequence[str]


def directive_of(lines: Sequence[str]) -> Directive | None:
    """Return the directive that is written in lines, without the two dots; None if it is none."""
    match = _DIRECTIVE.match(lines[0])
    if not match:
        return None
    name = match["name"].lower()
    rest = textwrap.dedent("\n".join(lines[1:])).split("\n")
    arguments = [(match["rest"] or "").strip()]
    while rest and rest[0].strip() and not _OPTION.match(rest[0]):
        arguments.append(rest.pop(0).strip())
    options: dict[str, str] = {}
    while rest and (option := _OPTION.match(rest[0])):
        options[option[1]] = (option[2] or "").strip()
        rest.pop(0)
        while rest and rest[0][:1].isspace() and rest[0].strip():  # the option goes on
            rest.pop(0)
    return Directive(name, "\n".join(filter(None, arguments)), options, rest)


def add_directive(
    parent: etree._Element, directive: Directive, references: RstReferences, add_body: AddBody
) -> None:
    """Append what a directive holds of text."""
    name = directive.name
    plain = name.rpartition(":")[2]
    if name in _NO_TEXT:
        return
    if name in _CODE or name == "math":
        _add_code(parent, directive)
    elif name in ("csv-table", "list-table", "table"):
        _add_named_table(parent, directive, references, add_body)
    elif name == "figure":
        figure = etree.SubElement(parent, "figcaption")
        add_body(figure, directive.content)
    elif plain in _DESCRIBED and directive.arguments:
        _add_described(parent, directive, add_body)
    else:
        _add_text(parent, directive, references, add_body)


def _add_code(parent: etree._Element, directive: Directive) -> None:
    code = list(directive.content)
    language = directive.arguments
    if directive.name in ("math", "parsed-literal") or "\n" in language:
        code = [*language.split("\n"), *code]
        language = "math" if directive.name == "math" else ""
    if caption := directive.options.get("caption"):
        etree.SubElement(parent, "caption").text = caption
    pre = etree.SubElement(parent, "pre")
    etree.SubElement(
        pre, "code", {"class": f"language-{language}"} if language else {}
    ).text = "\n".join(code).strip("\n")


def _add_described(parent: etree._Element, directive: Directive, add_body: AddBody) -> None:
    described = etree.SubElement(parent, "dl")
    for signature in directive.arguments.replace("\\\n", "").split("\n"):
        etree.SubElement(described, "dt").text = signature.replace("\\", "")
    add_body(etree.SubElement(described, "dd"), directive.content)


def _add_text(
    parent: etree._Element, directive: Directive, references: RstReferences, add_body: AddBody
) -> None:
    """Append the content, and before it the arguments where these are text."""
    name, arguments = directive.name, directive.arguments
    block = etree.SubElement(parent, "blockquote" if name in _QUOTED else "div")
    if arguments and name in _TITLED:
        title = etree.SubElement(etree.SubElement(block, "p"), "strong")
        add_inline(title, arguments, references)
    elif arguments and name in _VERSIONED:
        version, text = [*arguments.split(None, 1), ""][:2]
        said = {"versionadded": "New in version", "versionchanged": "Changed in version"}
        words = said.get(name, "Deprecated since version")
        add_inline(
            etree.SubElement(block, "p"), f"{words} {version}: {text}".rstrip(": "), references
        )
    elif arguments and (name in _WITH_TEXT or name in _QUOTED or name == "container"):
        add_body(block, [] if name == "container" else arguments.split("\n"))
    add_body(block, directive.content)


def _add_named_table(
    parent: etree._Element, directive: Directive, references: RstReferences, add_body: AddBody
) -> None:
    if directive.arguments:
        add_inline(etree.SubElement(parent, "figcaption"), directive.arguments, references)
    if directive.name == "table":
        add_body(parent, directive.content)
        return
    named = directive.options.get("header-rows", "0")
    headers = int(named) if named.isdecimal() and len(named) < 4 else 0
    table = etree.SubElement(parent, "table", role="table")
    if directive.name == "list-table":
        _add_list_table(table, directive, headers, add_body)
        return
    separator = directive.options.get("delim", ",")
    separator = {"tab": "\t", "space": " "}.get(separator, separator[:1] or ",")
    rows = [*directive.content]
    if "header" in directive.options:
        rows, headers = [directive.options["header"], *rows], 1
    try:
        cells = list(csv.reader(rows, delimiter=separator, skipinitialspace=True))
    except csv.Error:
        cells = [[row] for row in rows]
    for number, row in enumerate(line for line in cells if line):
        made = etree.SubElement(table, "tr")
        for cell in row:
            add_inline(etree.SubElement(made, "th" if number < headers else "td"), cell, references)


def _add_list_table(
    table: etree._Element, directive: Directive, headers: int, add_body: AddBody
) -> None:
    """Append the rows of a table that is written as a list of lists."""
    lists = etree.Element("div")
    add_body(lists, directive.content)
    for number, row in enumerate(lists.findall("ul/li")):
        made = etree.SubElement(table, "tr")
        for item in row.findall("ul/li"):
            item.tag = "th" if number < headers else "td"
            made.append(item)
