"""What stands beside the body of a DOCX file: notes, and the tops and feet of its pages."""

import re
from collections.abc import Mapping
from dataclasses import replace

from index.documents.formats.decoding.opc import Package
from index.documents.formats.decoding.qualified_names import attribute, children, descendants
from index.documents.formats.office.table_rows import text_of
from index.documents.formats.office.word.word_runs import RunReader
from index.documents.formats.office.word.word_styles import WordStyles
from index.documents.shape import TextBuilder, block_of
from index.records import BlockKind

_LETTER = re.compile(r"[^\W\d_]")

Noted = Mapping[tuple[str, str], int | None]
"""The block that refers to each note, by the note's kind and id."""


def add_notes(
    builder: TextBuilder, package: Package, main: str, styles: WordStyles, noted: Noted
) -> None:
    """Append the footnotes and endnotes that the body refers to, each under what does so."""
    for kind in ("footnote", "endnote"):
        for part in package.related(main, f"{kind}s"):
            runs = RunReader(styles, package.relationships(part))
            for note in children(package.optional_xml(part), f"w:{kind}"):
                under = noted.get((kind, attribute(note, "w:id")))
                if under is None:
                    continue
                for paragraph in descendants(note, "w:p"):
                    block = replace(block_of(BlockKind.NOTE), under=under)
                    builder.add(block, runs.line_of(paragraph).pieces)


def add_headers(
    builder: TextBuilder, package: Package, main: str, styles: WordStyles, title: str | None
) -> None:
    """Append what pages have at their top and foot, once: not the title, and no page numbers."""
    told = {title}
    for kind in ("header", "footer"):
        for part in package.related(main, kind):
            runs = RunReader(styles, package.relationships(part), in_margin=True)
            for paragraph in descendants(package.optional_xml(part), "w:p"):
                pieces = runs.line_of(paragraph).pieces
                text = text_of(pieces)
                if text not in told and _LETTER.search(text):
                    told.add(text)
                    builder.add(block_of(BlockKind.NOTE), pieces)
