"""Writes the numbers of lists and headings as office programs show them."""

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_LARGEST_ROMAN = 3999
_LONGEST_LETTERS = 10


def as_letters(number: int) -> str:
    """Return 1 as "a", 26 as "z", 27 as "aa", 28 as "bb", as Word and LibreOffice count on."""
    times, letter = divmod(number - 1, 26)
    if number < 1 or times >= _LONGEST_LETTERS:
        return str(number)
    return chr(ord("a") + letter) * (times + 1)


def as_roman(number: int) -> str:
    """Return a number in Roman numerals, in lower case."""
    if not 0 < number <= _LARGEST_ROMAN:
        return str(number)
    numeral = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        numeral += letters * times
    return numeral
