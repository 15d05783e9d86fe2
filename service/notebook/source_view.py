"""A source in words and as HTML: its title, place, headings and facts."""

from collections.abc import Sequence

from service.notebook.html_parts import element, link, text
from service.records import CitedSource
from service.sources import path, quote_url, told, where


def source_lines(source: CitedSource) -> list[str]:
    """Return the lines that tell about a source, its title first."""
    facts = [f"{where(source)}, characters {source.start} to {source.end}"]
    if headings := path(source):
        facts.append(" › ".join(headings))
    if known := told(source):
        facts.append(" · ".join(known))
    return [source.title, *facts]


def source_html(source: CitedSource, quote: str, public_url: str) -> str:
    """Return a source with its quote. public_url: of the server that opens it; "" for none."""
    title, *facts = source_lines(source)
    lines = [element("strong", text(title))]
    if public_url:
        base = f"{public_url.rstrip('/')}/"
        lines.append(f" {link(quote_url(base, source))}")
    lines += [f"<br>{element('small', text(fact))}" for fact in facts]
    return "".join([*lines, element("q", text(quote))])


def quoted_lines(source: CitedSource, quote: str, indent: str) -> list[str]:
    """Return a source and its quote as lines of plain text."""
    title, *facts = source_lines(source)
    return [title, *(f"{indent}{line}" for line in [*facts, f"“{' '.join(quote.split())}”"])]


def in_lines(lines: Sequence[str]) -> str:
    """Return lines as one text."""
    return "\n".join(lines)
