"""What the type of a document looks like: its usual size, which fonts are bold, which of one width.

Headings, notes and code are told by how they differ from the usual, never by a size of their own.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import median

from index.documents.formats.pdf.layout.glyphs import Font
from index.documents.formats.pdf.layout.text_lines import TextLine

_BOLD_NAMES = ("bold", "black", "heavy", "demi")
_FORCED_BOLD = 1 << 18  # flags of a font descriptor, by ISO 32000-1, table 123
_FIXED_PITCH = 1 << 0
_HEAVIER = 150  # of the weight of most text
_LETTERS = 5  # of different shapes that must be equally wide,
_MOST_LETTERS = 0.8  # or so many of them
_EQUAL = 0.02  # ems
_LARGER = 1.12
_SMALLER = 0.94
_ALIKE = 0.1


class Typography:
    """The usual type of a document, with which each line is compared.

    size: of most of its text, in points.
    """

    def __init__(
        self, lines: Iterable[TextLine], widths: Mapping[Font, Mapping[str, float]]
    ) -> None:
        sizes: Counter[float] = Counter()
        fonts: Counter[Font] = Counter()
        for line in lines:
            sizes[round(2 * line.size) / 2] += len(line.text)
            fonts.update(dict.fromkeys(line.fonts, len(line.text)))
        self.size = sizes.most_common(1)[0][0] if sizes else 0.0
        usual = fonts.most_common(1)[0][0] if fonts else Font("", 0, 0)
        self._bold = {font for font in fonts if _is_bold(font, usual)} - {usual}
        self._fixed = {font for font in fonts if _is_fixed(font, widths.get(font, {}))} - {usual}

    def is_bold(self, line: TextLine) -> bool:
        """Whether all of a line is bolder than most text."""
        return bool(line.fonts) and line.fonts <= self._bold

    def is_fixed(self, line: TextLine) -> bool:
        """Whether a line is set like the output of a typewriter, and most text is not."""
        return bool(line.fonts) and line.fonts <= self._fixed

    def is_larger(self, line: TextLine) -> bool:
        return line.size >= _LARGER * self.size

    def is_smaller(self, line: TextLine) -> bool:
        return line.size <= _SMALLER * self.size

    def is_of_size(self, line: TextLine, other: TextLine) -> bool:
        """Whether two lines are set in type of about the same size."""
        return abs(line.size - other.size) <= _ALIKE * max(line.size, other.size)

    def is_alike(self, line: TextLine, other: TextLine) -> bool:
        """Whether two lines may be of one paragraph by their type."""
        return (
            self.is_of_size(line, other)
            and self.is_bold(line) == self.is_bold(other)
            and self.is_fixed(line) == self.is_fixed(other)
        )


def _is_bold(font: Font, usual: Font) -> bool:
    named = any(name in font.name.lower() for name in _BOLD_NAMES)
    return named or bool(font.flags & _FORCED_BOLD) or font.weight >= usual.weight + _HEAVIER > 300


def _is_fixed(font: Font, widths: Mapping[str, float]) -> bool:
    if len(widths) >= _LETTERS:
        usual = median(widths.values())
        alike = sum(abs(width - usual) < _EQUAL for width in widths.values())
        return alike >= _MOST_LETTERS * len(widths)  # some reach out of their width
    return bool(font.flags & _FIXED_PITCH)
