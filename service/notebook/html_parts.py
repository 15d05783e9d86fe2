"""Pieces of HTML: everything from a document is escaped, nothing is loaded, nothing runs.

Colours are those of the page around, or let them through: a notebook may be light or dark.
"""

from collections.abc import Iterable
from html import escape

_STYLE = """
.pincite{line-height:1.5;max-width:48rem}
.pincite p,.pincite ol,.pincite ul{margin:.5em 0}
.pincite li{margin:.6em 0}
.pincite q,.pincite .pincite-text{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate}
.pincite q{display:block;border-left:3px solid rgba(127,127,127,.6);padding-left:.7em;quotes:none}
.pincite mark{background:rgba(255,190,0,.35);color:inherit}
.pincite small{opacity:.85;overflow-wrap:anywhere;unicode-bidi:isolate}
.pincite .pincite-label{border:1px solid currentColor;border-radius:.6em;padding:0 .5em}
.pincite .pincite-supported{background:rgba(0,160,80,.25)}
.pincite .pincite-contradicted{background:rgba(230,40,40,.3)}
.pincite .pincite-note{border-left:3px solid rgba(230,150,0,.8);padding-left:.7em}
.pincite a{color:inherit}
"""


def shown(parts: Iterable[str]) -> str:
    """Return a whole view of these pieces of HTML."""
    return f'<div class="pincite"><style>{_STYLE}</style>{"".join(parts)}</div>'


def element(name: str, content: str, kind: str = "", **attributes: str) -> str:
    """Return an element. content: HTML. kind: its class, without what all classes begin with."""
    known = {**({"class": f"pincite-{kind}"} if kind else {}), **attributes}
    written = "".join(f' {key}="{escape(value)}"' for key, value in known.items())
    return f"<{name}{written}>{content}</{name}>"


def text(content: str) -> str:
    """Return a text as HTML."""
    return escape(content)


def marked(content: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text as HTML, some of it marked. spans: start and end of each, in any order."""
    pieces, done = [], 0
    for start, end in sorted(spans):
        if done <= start < end <= len(content):
            pieces += [escape(content[done:start]), element("mark", escape(content[start:end]))]
            done = end
    return "".join([*pieces, escape(content[done:])])


def link(url: str) -> str:
    """Return a link to a quote. url: on the server that the settings name."""
    return element("a", "open", href=url, rel="noopener noreferrer", target="_blank")
