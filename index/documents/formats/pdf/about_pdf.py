"""What a PDF says of itself: its title, its author, its language, when it was published."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import pypdfium2 as pdfium

from index.documents.formats.pdf.layout.running import PageLines
from index.documents.formats.pdf.layout.typography import Typography
from index.documents.formats.pdf.pdfium import language_of, said_of
from index.documents.shape import normalise

_MAX_TITLE = 200
_LARGER = 1.2  # than most text: the type of a title
_FILE_NAME = re.compile(r"^\S.*\.(?!com\b|org\b|net\b)[A-Za-z][A-Za-z0-9]{1,4}\s*$")
_PROGRAM = re.compile(r"^Microsoft (?:SeenWord|PowerPoint|Excel)\b", re.IGNORECASE)
_UNNAMED = re.compile(r"^\W*(?:untitled|document|title)?\W*\d*$", re.IGNORECASE)
# The fields of XMP that say when a text was published, by the PRISM specification. `dc:date` and
# `xmp:CreateDate` are of the file.
_PUBLISHED = re.compile(
    rb"prism:(?:publicationDate|coverDate)\s*(?:=\s*[\"']|>)\s*(?:<[^<>]{1,60}>\s*)*(\d{4}-\d\d-\d\d)"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class PdfDetails:
    """What a PDF says of itself; None where it does not say."""

    title: str | None
    author: str | None
    language: str | None
    published: str | None


def about(
    document: pdfium.PdfDocument,
    name: str,
    data: bytes,
    pages: Sequence[PageLines],
    type_: Typography,
) -> PdfDetails:
    """Return what a file says of itself. Its title may be the largest line of its first page."""
    title = _said_title(document, name) or _printed_title(pages, type_)
    author = normalise(said_of(document, "Author"))
    language = language_of(document) or ""
    published = _PUBLISHED.findall(data)
    return PdfDetails(
        title,
        author if any(map(str.isalpha, author)) else None,
        language if _LANGUAGE.fullmatch(language) else None,
        published[-1].decode("ascii") if published else None,
    )


def _said_title(document: pdfium.PdfDocument, name: str) -> str | None:
    """Return the title that the file gives, unless a program made it from the name of a file."""
    title = " ".join(normalise(said_of(document, "Title")).split())
    stem = PurePosixPath(name).stem.casefold()
    if _FILE_NAME.match(title) or _PROGRAM.match(title) or _UNNAMED.match(title):
        return None
    return title if title.casefold() != stem and len(title) <= _MAX_TITLE else None


def _printed_title(pages: Sequence[PageLines], type_: Typography) -> str | None:
    """Return the largest lines of the first page that has text, if they stand out."""
    lines = next((page.lines for page in pages if page.lines), [])
    upright = [line for line in lines if not line.aside and len(line.text) > 2]
    largest = max((line.size for line in upright), default=0.0)
    if largest < _LARGER * type_.size:
        return None
    first = next(n for n, line in enumerate(upright) if line.size == largest)
    title: list[str] = []
    for line in upright[first:]:
        if line.size < 0.97 * largest:
            break
        title.append(line.text)
    text = " ".join(normalise(" ".join(title)).split())
    return text if text and len(text) <= _MAX_TITLE and any(map(str.isalpha, text)) else None
