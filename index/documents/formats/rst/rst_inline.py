"""The inline markup of reStructuredText, as elements of HTML: links, code, emphasis.

The syntax is that of the reStructuredText Markup Specification, "Inline Markup".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

_BEFORE = r"(?<![\w\\])"
_AFTER = r"(?!\w)"
_MARKUP = re.compile(
    r"(?P<escaped>\\(?:\s|.))"
    rf"|{_BEFORE}``(?P<literal>[^\n`](?:.{{0,2000}}?[^\s`])??)``{_AFTER}"
    rf"|{_BEFORE}(?::(?P<role>[\w:+.-]+):)?_?`(?P<text>[^`\s](?:[^`]*[^`\s])?)`"
    rf"(?::(?P<suffix>[\w:+.-]+):|(?P<link>__?))?{_AFTER}"
    rf"|{_BEFORE}\*\*(?P<strong>[^\s*](?:.{{0,2000}}?[^\s\\])??)\*\*{_AFTER}"
    rf"|{_BEFORE}\*(?P<em>[^\s*](?:.{{0,2000}}?[^\s\\])??)\*{_AFTER}"
    rf"|{_BEFORE}\|(?P<substitution>[^\s|](?:[^|\n]*[^\s|])?)\|(?:__?)?{_AFTER}"
    rf"|{_BEFORE}\[(?P<note>#?[\w.-]*|\*)\]_{_AFTER}"
    r"|(?P<url>https?://[^\s<>`\"]*[^\s<>`\".,;:!?)\]}'*_])"
    rf"|{_BEFORE}(?P<word>\w+(?:[-.+:]\w+)*?)__?{_AFTER}",
    re.DOTALL,
)
_TARGET = re.compile(r"\A(?P<label>.*)(?<!\\)<(?P<target>[^<>]*+)>\Z", re.DOTALL)
_TAGS = {"literal": "code", "strong": "strong", "em": "em"}
_TAGS_OF_ROLES = {
    "code": "code",
    "literal": "code",
    "sup": "sup",
    "superscript": "sup",
    "strong": "strong",
}
_ESCAPED = re.compile(r"\\(?:\s|(.))", re.DOTALL)


@dataclass(slots=True)
class RstReferences:
    """What names in a document stand for. notes: the numbers of footnotes that have none."""

    substitutions: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    unnamed: int = 0  # how many footnotes without a name were referred to

    def number_of(self, note: str) -> str:
        """Return the mark of a footnote, given what stands between its brackets."""
        if not note.startswith("#"):
            return note
        if note == "#":
            self.unnamed += 1
            note = f"#{self.unnamed}"
        return self.notes.setdefault(note, str(len(self.notes) + 1))


def name_of(text: str) -> str:
    """Return the name by which something is referred to: case and white space do not matter."""
    return " ".join(text.lower().split())


def unescaped(text: str) -> str:
    """Return a text without the backslashes that keep marks from being marks."""
    return _ESCAPED.sub(lambda escape: escape[1] or "", text)


def add_inline(
    parent: etree._Element, text: str, references: RstReferences, depth: int = 0
) -> None:
    """Append text to an element, with what is marked up in it as elements."""
    position = 0
    for match in _MARKUP.finditer(text):
        _add_text(parent, text[position : match.start()])
        position = match.end()
        if match["escaped"]:
            _add_text(parent, match["escaped"][1:].strip())
        elif match["note"] is not None:
            number = references.number_of(match["note"])
            etree.SubElement(parent, "a", href=f"#{number}").text = f"[{number}]"
        elif match["substitution"]:
            inner = references.substitutions.get(name_of(match["substitution"]), "")
            if depth < 4:
                add_inline(parent, inner, references, depth + 1)
        elif match["url"]:
            etree.SubElement(parent, "a", href=match["url"]).text = match["url"]
        elif match["word"]:
            _add_link(parent, match["word"], references)
        elif match["text"]:
            _add_interpreted(parent, match, references)
        else:
            name = match.lastgroup or ""
            content = match[name] if name == "literal" else unescaped(match[name])
            etree.SubElement(parent, _TAGS[name]).text = content
    _add_text(parent, text[position:])


def _add_text(parent: etree._Element, text: str) -> None:
    if not text:
        return
    last = next(parent.iterchildren(reversed=True), None)  # lxml counts all of them for a length
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _add_interpreted(
    parent: etree._Element, match: re.Match[str], references: RstReferences
) -> None:
    """Append what stands between single backticks: a link, or a text with a role."""
    role, text = match["role"] or match["suffix"] or "", match["text"]
    target = _TARGET.match(text)
    named = target["label"].rstrip() if target else ""
    if match["link"] and target:
        label = unescaped(named or target["target"])
        _link(parent, label, target["target"].rstrip("_"))
    elif match["link"]:
        _add_link(parent, unescaped(text), references)
    elif role in _TAGS_OF_ROLES:
        etree.SubElement(parent, _TAGS_OF_ROLES[role]).text = unescaped(text)
    else:
        label = unescaped(named if role and named else text)
        if role and label.startswith("~"):  # only the last part of the name is shown
            label = label[1:].rpartition(".")[2]
        _add_text(parent, label.lstrip("!") if role else label)


def _add_link(parent: etree._Element, label: str, references: RstReferences) -> None:
    _link(parent, label, references.targets.get(name_of(label), ""))


def _link(parent: etree._Element, label: str, target: str) -> None:
    if "://" in target or target.startswith("mailto:"):
        etree.SubElement(parent, "a", href=target).text = label
    else:
        _add_text(parent, label)
