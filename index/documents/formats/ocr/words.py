"""What an engine finds in a picture."""

from dataclasses import dataclass, field
from typing import NamedTuple

from index.documents.formats.pdf.layout.geometry import Box


class SeenWord(NamedTuple):
    """A word of a picture, or a part of a line without gaps. box: in pixels of the picture."""

    text: str
    box: Box


@dataclass(slots=True)
class Recognised:
    """The lines of a picture, in the order of reading, and its size in pixels."""

    width: float
    height: float
    lines: list[list[SeenWord]] = field(default_factory=list)
