"""The characters of a page, each with its box, as they come from a PDF."""

from dataclasses import dataclass, field
from typing import NamedTuple

from index.documents.formats.pdf.layout.geometry import Box, Frame


class Font(NamedTuple):
    """What PDFium says of a font. weight: as in CSS, though often computed from its stems."""

    name: str
    weight: int
    flags: int


class Fragment(NamedTuple):
    """The characters from `start` up to `end`, which PDFium found in one line, in one go.

    hyphen: whether its last character is a hyphen that may part a word. size: of its type, in
    points. fonts: of its first character, one in the middle, and the last. aside: whether it runs
    in another direction than most of the page.
    """

    start: int
    end: int
    hyphen: bool
    size: float
    fonts: tuple[Font, ...]
    aside: bool


@dataclass(slots=True)
class Glyphs:
    """The characters of a page, in the order of the file; all lists are of one length.

    frame: of the page, turned so that most of its text reads upright. texts: mostly one character
    each; "" where it is no text, or part of the one before. base: the height of the line that each
    stands on. unusable: how many of the characters do not say what they mean. widths: of some
    letters of each font, in ems.
    """

    frame: Frame
    texts: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    base: list[float] = field(default_factory=list)
    fragments: list[Fragment] = field(default_factory=list)
    unusable: int = 0
    widths: dict[Font, dict[str, float]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many characters that are not blank stand on the page, usable or not."""
        return sum(not text.isspace() for text in self.texts if text) + self.unusable
