"""Cleans a raw document: normalises its text and cuts boilerplate. Offsets count in this text.

Web articles carry lines that are no part of the article: "No time to read?", "Share", "Next
Article" with another article's headline under it, cookie notices. A line is cut only if the whole
of it is such a line, and a headline only where nothing but such lines follows, so that no real
sentence is lost. Everything cut is reported.
"""

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

from index.documents.marks import ENDS_NO_HEADLINE, LIST_MARK_OF_LINE
from index.documents.unwrap import unwrap
from index.errors import Unreadable
from index.records import Cut, Document, RawDocument

_MAX_TITLE = 200
_MAX_HEADLINE_WORDS = 25

_WEB_WORDS = (
    "experience|web|site|page|service|browser|browsing|visit|traffic|ads\\b|advert|content|privacy"
    "|policy|consent|agree|accept|settings|preferences|personali|analy|partners|device|usage"
)

# What the page, rather than the article, says to its reader. Each must match a whole line.
_PAGE_LINES = [
    r"no time to read\??",
    r"get (?:a|the) summary",
    r"(?:listen to|print|save|bookmark|email) this (?:article|page|post|story)",
    r"skip to (?:main )?content",
    r"share(?: (?:this|it|on|via|with)\b[^.?]{0,60})?:?",
    r"(?:tweet|pin it|copy link|link copied!?|e-?mail|print|whatsapp|telegram|facebook|linkedin)",
    r"follow us(?: on\b[^.?]{0,60})?:?",
    r"(?:sign up|subscribe)"
    r"(?: (?:to|for|now)\b.{0,60}(?:newsletter|updates|alerts|feed)\b.{0,20})?",
    r"advertisements?|sponsored(?: content)?|story continues below(?: advertisement)?",
    r"(?:read|see|view|load|show) (?:more|all)(?: (?:articles|stories|comments|posts|news))?",
    r"(?:leave|post|add) a comment|(?:no|view|\d+) comments?",
    r"(?:accept|reject|allow|decline)(?: all)?(?: the)? cookies|accept all|reject all",
    r"(?:cookie|privacy) (?:settings|preferences|policy|notice)|manage cookies",
    # A sentence of a consent banner names "we" or the site, "you", and something of the web.
    r"(?:we|this (?:web)?site|our (?:web)?site|our partners and we) uses? cookies\b"
    rf"(?=[^.!?]*\b(?:you|your|our)\b)[^.!?]*\b(?:{_WEB_WORDS})[^.!?]*[.!]?",
    r"by (?:continuing|using|browsing|clicking)\b(?=[^.!?]*\b(?:you|our)\b)"
    r"[^.!?]*\bcookies?\b[^.!?]*[.!]?",
    r"(?:all rights reserved|©.{0,80}|copyright ©.{0,80})\.?",
]
_PAGE_LINE = re.compile("|".join(f"(?:{line})" for line in _PAGE_LINES), re.IGNORECASE)
_NAVIGATION = re.compile(
    r"(?:previous|next|prev) (?:article|post|story|page)"
    r"|(?:related|recommended|more|latest|popular|trending) (?:articles|stories|posts|news)"
    r"|(?:you (?:may|might) also like|read next|up next|see also|more from .{1,40}):?",
    re.IGNORECASE,
)
_DECORATION = " \t«»‹›←→<>|•·»"


def clean(raw: RawDocument) -> tuple[Document, list[Cut]]:
    """Return the cleaned document and what was cut out of it.

    Where the format gives no title, it is the headline, or else the name of the file. Raises
    Unreadable when nothing is left.
    """
    lines = unwrap(normalise(raw.text)).split("\n")
    kept, cut = _cut_boilerplate(lines)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    if not text:
        raise Unreadable("nothing but page furniture (menus, share and cookie lines)")
    document = Document(
        document_id=raw.document_id,
        title=normalise(raw.title or "") or _headline(text) or _name_of(raw.document_id),
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        published=raw.published,
    )
    return document, [Cut(raw.document_id, block) for block in cut]


def normalise(text: str) -> str:
    r"""Return the text in Unicode NFC, with "\n" as line end and no blanks before it.

    Control characters are left out.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\x0c", "\n\n")
    text = re.sub(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f\ufeff]", "", text)
    return re.sub(r"[^\S\n]+(?=\n|\Z)", "", text).strip()


def _cut_boilerplate(lines: list[str]) -> tuple[list[str], list[str]]:
    """Part the lines into those that stay and the blocks of consecutive lines that are cut."""
    tail = _tail(lines)
    kept: list[str] = []
    cut: list[str] = []
    open_block = False
    for number, line in enumerate(lines):
        if number >= tail or (line and _is_page_line(line)):
            if line and open_block:
                cut[-1] += "\n" + line
            elif line:
                cut.append(line)
                open_block = True
        else:
            kept.append(line)
            open_block = open_block and not line
    return kept, cut


def _tail(lines: list[str]) -> int:
    """Return the number of the line that begins the closing navigation; len(lines) without one.

    It begins with the first navigation label after which only labels, headlines and page lines
    stand. A text that holds nothing else is no article with a closing part, and stays whole.
    """
    start = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if not line:
            continue
        if _is_label(line):
            start = number
        elif not (_is_page_line(line) or _is_headline(line)):
            return start
    return len(lines)


def _is_page_line(line: str) -> bool:
    return _PAGE_LINE.fullmatch(line.strip(_DECORATION)) is not None


def _is_label(line: str) -> bool:
    return _NAVIGATION.fullmatch(line.strip(_DECORATION)) is not None


def _is_headline(line: str) -> bool:
    """Whether it is short, no list item, and does not end as a sentence does."""
    if LIST_MARK_OF_LINE.match(line) or ENDS_NO_HEADLINE.search(line):
        return False
    return len(line.split()) <= _MAX_HEADLINE_WORDS


def _headline(text: str) -> str | None:
    line = text.split("\n", 1)[0].lstrip("#").strip()
    return line if 0 < len(line) <= _MAX_TITLE and _is_headline(line) else None


def _name_of(document_id: str) -> str:
    stem = normalise(PurePosixPath(document_id).stem)
    return re.sub(r"[_\-\s]+", " ", stem).strip() or document_id
