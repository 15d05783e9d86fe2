"""The marks that structure a text: those that end sentences and clauses, and those that list items.

They are known here alone. Where two readers of text need different marks, both sets stand here with
the reason, so that nobody widens one for the sake of the other. Texts that were indexed before are
cleaned and split by these marks: another set would cut them elsewhere.
"""

import itertools
import re

STOPS = ".!?…।؟۔"  # end a sentence where white space follows
WIDE_STOPS = "。！？"  # of Chinese and Japanese, which put no white space after them
CLOSERS = (
    "\"'”’»)]」』）》】"  # quotes and brackets that may follow a stop and belong to its sentence
)
GERMAN_CLOSERS = "“‘«"  # they open in English and French
CLAUSE_ENDS = (",", ";", ":", "—", "–")
BULLETS = "-*•–‣◦·"
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


LIST_MARK = re.compile(rf"(?:{any_of(BULLETS)}|{NUMBER_OF_ITEM})[ \t]+(?=\S)")
"""The mark of a list item, up to its first word."""

NUMBERED_MARK = re.compile(
    r"\(?(?:(?:\d{1,9}|[^\W\d_]{1,6})(?:\.\w{1,4})*[.)]|\d{1,9}(?:\.\d{1,4})+)[ \t]+(?=\S)"
)
"""The mark of an item of which its format tells that it is numbered: 2.1.3 or b) or IV. too, which
at the start of other lines are words. Its text may also begin without any: "A license"."""

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
