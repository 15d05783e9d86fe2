"""A line that an LLM wrote -> the same as plain text: no link, no image, no markup.

A client that draws Markdown or HTML would otherwise open addresses that the LLM chose, and send
them what the LLM puts into them.
"""

import re
import unicodedata
from collections.abc import Sequence

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)")
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
# Brackets stand in the text of a link and in an address one deep.
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
_IMAGE = re.compile(r"!(?=\[)")
_NUMBER = re.compile(r"\^?\d{1,3}")
_AT_THE_START = re.compile(r"\s*(?:#{1,6}\s+|>\s?)+")
_FENCE = re.compile(r"\s*(?:```|~~~).*")
_EMPHASIS = (
    re.compile(r"\*\*(?=\S)(.{1,400}?)(?<=\S)\*\*"),
    re.compile(r"(?<!\w)__(?=\S)(.{1,400}?)(?<=\S)__(?!\w)"),
    re.compile(r"(?<![\w*])\*(?=[^\s*])(.{1,400}?)(?<=[^\s*])\*(?![\w*])"),
    re.compile(r"`+(?=[^`])(.{1,400}?)(?<=[^`])`+"),
)
_KEPT = ("\u200c", "\u200d")  # without these Persian and Hindi are misspelt
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://\S+|\bwww\.\S+|\b(?:javascript|vbscript|data|mailto|file|tel):\S+"
    r"|(?<![\w.])(?:[\w-]+\.)+[a-z]{2,}/\S*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"\]\s?[\(\[:]|!\[|<[A-Za-z/!?]")
_BESIDE_ADDRESS = ".,;:!?)]}>\"'”’»"


def as_text(line: str) -> str:
    """Return a line without markup, and without characters that show nothing."""
    line = "".join(filter(_is_shown, line.replace("\t", " ")))
    if _FENCE.fullmatch(line):
        return ""
    line = _AT_THE_START.sub("", line, count=1) if _AT_THE_START.match(line) else line
    for pattern in (_COMMENT, _TAG):
        line = pattern.sub("", line)
    for _ in range(3):  # a link may stand in a link
        line = _LINK.sub(_text_of_link, line)
    line = _IMAGE.sub("", line)
    for pattern in _EMPHASIS:
        line = pattern.sub(r"\1", line)
    return line.strip()


def is_plain(sentence: str, texts: Sequence[str]) -> bool:
    """Whether no markup is left in a sentence, and no address that its evidence does not have."""
    if _MARKUP.search(sentence):
        return False
    addresses = (found[0].rstrip(_BESIDE_ADDRESS) for found in _ADDRESS.finditer(sentence))
    return all(any(address in text for text in texts) for address in addresses)


def _text_of_link(link: re.Match[str]) -> str:
    # A number that leads somewhere is a marker that was made a link.
    return f"[{link[1]}]" if _NUMBER.fullmatch(link[1]) else link[1]


def _is_shown(character: str) -> bool:
    """Whether a character is text, rather than one that controls how text is shown."""
    return character in _KEPT or unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cs")
