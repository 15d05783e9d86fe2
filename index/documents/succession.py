"""What a document says, in the fields that describe it, of the document that replaces it."""

import re
from collections.abc import Mapping

# As front matter, records of decisions (MADR), Dublin Core and links (RFC 5829) call it.
_POINTERS = (
    "supersededby",
    "replacedby",
    "obsoletedby",
    "successor",
    "successorversion",
    "isreplacedby",
    "dctermsisreplacedby",
)
_FLAGS = ("superseded", "deprecated", "obsolete", "outdated", "archived", "replaced", "withdrawn")
_STATES = ("status", "state")
_NO = ("", "false", "no", "none", "null", "~", "0")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|\[\[([^\]|#]+)")
_STATE = re.compile(rf"({'|'.join(_FLAGS)})\b(?:\s+by\b)?[\s:]*(.*)", re.IGNORECASE | re.DOTALL)


def successor_in(fields: Mapping[str, object]) -> str | None:
    """Return where the successor of a document is, as the fields that describe it point to it.

    "" where they say that it is out of date and point nowhere, None where they do not say so.
    fields: by name, in lower case, without signs and blanks.
    """
    told = {name: _text(value) for name, value in fields.items()}
    for name in _POINTERS:
        if told.get(name, "").lower() not in _NO:
            return _pointer(told[name])
    for name in _STATES:
        if state := _STATE.match(told.get(name, "")):
            return _pointer(state[2])
    # "archived: 2024-05-01" says so too, and points nowhere.
    is_so = any(told.get(name, "").lower() not in _NO for name in _FLAGS)
    return "" if is_so else None


def _text(value: object) -> str:
    """Return a value as text; of a list its first."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return "" if value is None or isinstance(value, dict) else str(value).strip()


def _pointer(text: str) -> str:
    """Return the address in a link of Markdown or of a wiki, or else the text."""
    link = _LINK.search(text)
    return (link[1] or link[2]).strip() if link else text.strip()
