"""The marks that structure a text: those that end sentences and clauses, and those that list items.

They are known here alone, but for those that the syntax of a format defines. Where two readers of
text need different marks, both sets stand here with the reason, so that nobody widens one for the
sake of the other. Texts that were indexed before are cleaned and split by these marks: another set
would cut them elsewhere.
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

STOPS = ".!?…।؟۔"  # end a sentence where white space follows
WIDE_STOPS = "。！？"  # of Chinese and Japanese, which put no white space after them
CLOSERS = (
    "\"'”’»)]」』）》】"  # quotes and brackets that may follow a stop and belong to its sentence
)
GERMAN_CLOSERS = "“‘«"  # they open in English and French
CLAUSE_ENDS = (",", ";", ":", "—", "–")
COLONS = (":", "：")  # introduce what follows
QUESTION_MARKS = ("?", "？", "؟")
BULLETS = "-*•–‣◦·"
BOXES = "☐☑☒"  # of a list to tick off: open, done, and done as others draw it
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
NUMBER_OF_ITEM = r"\(?\d{1,3}[.)]"  # 1. or 1) or (1)


def any_of(marks: str) -> str:
    """Return a regular expression for any one of these characters."""
    return f"[{re.escape(marks)}]"


def roman_number(letters: str) -> int:
    """Return the number that letters in either case stand for; 0 if they stand for none."""
    values = [_ROMAN.get(letter, 0) for letter in letters.lower()]
    if not all(values):
        return 0
    pairs = itertools.zip_longest(values, values[1:], fillvalue=0)
    return sum(-value if value < after else value for value, after in pairs)


def letter_number(letter: str) -> int:
    """Return the place in the alphabet of a Latin letter in either case."""
    return ord(letter.lower()) - ord("a") + 1


_BOX = rf"(?:(?:\[[ xX]\]|{any_of(BOXES)})[ \t]+)?"
LIST_MARK = re.compile(rf"(?:{any_of(BULLETS)}|{NUMBER_OF_ITEM})[ \t]+{_BOX}(?=\S)")
"""The mark of a list item, up to its first word; with its box, in a list to tick off."""

NUMBERED_MARK = re.compile(
    r"\(?(?:(?:\d{1,9}|[^\W\d_]{1,6})(?:\.\w{1,4})*[.)]|\d{1,9}(?:\.\d{1,4})+)[ \t]+"
    rf"{_BOX}(?=\S)"
)
"""The mark of an item of which its format tells that it is numbered: 2.1.3 or b) or IV. too, which
at the start of other lines are words. Its text may also begin without any: "A license"."""


def mark_of(is_numbered: bool) -> re.Pattern[str]:
    """Return what matches the mark of an item; is_numbered: whether its format tells a number."""
    return NUMBERED_MARK if is_numbered else LIST_MARK


_BULLET = re.compile(rf"({any_of(BULLETS)})[ \t]+(?=\S)")
_NUMBER = re.compile(r"(\(?)(\d{1,3})([.)])[ \t]+(?=\S)")
_LETTERS = re.compile(r"(\(?)([A-Za-z]|[ivxlc]{2,7}|[IVXLC]{2,7})([.)])[ \t]+(?=\S)")
_DOTTED = re.compile(r"(\(?)((?:\d{1,3}\.)+)(\d{1,3})([.)]?)[ \t]+(?=(\S))")
LEAST_INITIALS = 3
"""So many items have capitals for their marks: "A. Doe" and "B. Roe" are two people."""


class ItemMark(NamedTuple):
    """The mark of an item. look: all that it has in common with those of the same list.

    kind: bullet, number, letter, roman, dotted. width: how many characters stand before the text.
    """

    kind: str
    look: str
    width: int
    number: int | None = None
    above: str = ""  # of 1.2.3: "1.2."

    @property
    def depth(self) -> int:
        """Of how many numbers it is made."""
        return self.above.count(".") + 1

    @property
    def is_initial(self) -> bool:
        """Whether it looks like that of a first name."""
        return self.kind == "letter" and self.look == "A."

    @property
    def series(self) -> tuple[str, str, str]:
        """What it has in common with the marks that may follow it."""
        return self.kind, self.look, self.above

    def is_before(self, other: "ItemMark") -> bool:
        """Whether the other one is the mark of the next item of the same list."""
        same = self.series == other.series
        return same and (self.number is None or other.number == self.number + 1)


def marks_of(line: str) -> Iterator[ItemMark]:
    """Yield what a mark at the start of a line may be: "i)" is a letter and a number.

    Letters and dotted numbers are the mark of an item only where such marks follow each other.
    """
    if bullet := _BULLET.match(line):
        yield ItemMark("bullet", bullet[1], bullet.end())
    elif number := _NUMBER.match(line):
        yield ItemMark("number", number[1] + number[3], number.end(), int(number[2]))
    elif letters := _LETTERS.match(line):
        opener, value, closer = letters.groups()
        look = f"{opener}{'A' if value.isupper() else 'a'}{closer}"
        if len(value) == 1:
            yield ItemMark("letter", look, letters.end(), letter_number(value))
        if roman := roman_number(value):
            yield ItemMark("roman", look, letters.end(), roman)
    elif dotted := _DOTTED.match(line):
        opener, above, last, closer, first = dotted.groups()
        # "1.5 million" and "1.5 2.5" are numbers.
        if closer or not (first.isdigit() or first.islower()):
            yield ItemMark("dotted", opener + closer, dotted.end(), int(last), above)


def unmarked(items: Sequence[str]) -> list[str]:
    """Return items of a list, in order, without their marks.

    Letters and dotted numbers are marks where another item has the one before or after.
    """
    readings = [[*marks_of(item)] for item in items]
    places = defaultdict(list)
    for place, marks in enumerate(readings):
        for mark in marks:
            places[mark.series, mark.number].append(place)
    lengths = Counter(mark.series for marks in readings for mark in marks)

    def is_listed(mark: ItemMark, place: int) -> bool:
        if mark.kind in ("bullet", "number"):
            return True
        if mark.number is None or (mark.is_initial and lengths[mark.series] < LEAST_INITIALS):
            return False
        before = places.get((mark.series, mark.number - 1), [place])
        after = places.get((mark.series, mark.number + 1), [place])
        return before[0] < place or after[-1] > place

    return [
        item[next((mark.width for mark in marks if is_listed(mark, place)), 0) :]
        for place, (item, marks) in enumerate(zip(items, readings, strict=True))
    ]


FOOTNOTE_MARK = r"\[[^\[\]\n]{1,20}\]|[⁰¹²³⁴-⁹]+"
"""A mark that refers to a footnote, where it follows a stop without white space."""

ENDS_AS_SENTENCE = re.compile(rf"{any_of(STOPS + WIDE_STOPS)}{any_of(CLOSERS)}*\s*\Z")
"""The end of a whole sentence as it is quoted, which may close several quotes and brackets."""

LIST_MARK_OF_LINE = re.compile(r"[-*•–] |\d+[.)] ")
"""The mark of an item that cleaning must not take for a headline. It knows fewer bullets, and
numbers of any length, since a line may begin with a year: "1911. A treaty"."""

ENDS_NO_HEADLINE = re.compile(r"[.;,:][\"'”’)]*$")
"""How a line ends that is no headline. A headline may ask, exclaim or trail off, so that ! ? and …
are not among these stops."""

BULLETS_OF_QUOTE = "-–•* "
"""What to strip from the start of a sentence that is quoted within another. Most list marks were
left out when passages were filled; these stand also inside lines."""

BEFORE_FIRST_WORD = re.compile(r"^[^\w'’]+")
"""All that precedes a sentence's first word, be it a bullet, an opening quote or a bracket."""
