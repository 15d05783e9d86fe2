"""Writes numbers as a spreadsheet shows them: 12.5%, $1,200.00, (3).

The codes are those of ECMA-376, part 1, 18.8.30 and 18.8.31. What a code says beyond digits,
percent signs and words around them is not followed; then, as without a code, the number itself is
told. Dates are no matter of this module.
"""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from math import isfinite

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<blank>_.|\*.)|(?P<digits>[#0?][#0?.,]*|\.[#0?]+)|(?P<percent>%)|(?P<other>.)",
    re.DOTALL,
)
_COLOUR = re.compile(r"[A-Za-z]+ ?\d*")
_WORDS = " -+()/:$€£¥!&'~{}<>="  # that stand in a code without quotes
_SECTION_END = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_LARGEST_EXACT = 10**15


def shown(value: float, code: str = "") -> str:
    """Return a number as the code of its format has it shown."""
    section, value = _section_of(value, code)
    parts = _parts(section)
    if parts is None:
        return general(value)
    before, digits, after, percent = parts
    if not digits:
        return (before + after).strip() if before + after else general(value)
    return f"{before}{_written(value * 100**percent, digits)}{after}".strip()


def general(value: float) -> str:
    """Return a number as it is shown without a format, with at most ten digits after a point."""
    if abs(value) < _LARGEST_EXACT and value == int(value):
        return str(int(value))
    if not isfinite(value):
        return str(value)
    text = f"{value:.10g}" if abs(value) < 10**10 else f"{value:.15g}"
    return f"{Decimal(text):f}" if "e" in text and 1e-9 < abs(value) < 10**18 else text


def _section_of(value: float, code: str) -> tuple[str, float]:
    """Return the part of a code that is for a number, and the number as that part has it.

    The parts are for positive and negative numbers, zero and texts.
    """
    sections = _SECTION_END.split(code)
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


@lru_cache(maxsize=1000)
def _parts(section: str) -> tuple[str, str, str, int] | None:
    """Return what stands before the digits, their code, what stands behind, and how many "%".

    None for a section that is not understood.
    """
    words = {False: "", True: ""}
    digits, percent = "", 0
    for token in _TOKEN.finditer(section):
        kind, text = token.lastgroup, token[token.lastgroup or 0]
        if kind == "digits" and not digits:
            digits = text
        elif kind in ("quoted", "escaped", "currency") or (kind == "other" and text in _WORDS):
            words[bool(digits)] += text
        elif kind == "percent":
            words[bool(digits)] += text
            percent += 1
        elif kind == "blank":
            words[bool(digits)] += " "
        elif kind != "bracket" or not _COLOUR.fullmatch(text):
            return None
    return words[False], digits, words[True], percent


def _written(value: float, digits: str) -> str:
    whole, _, decimals = digits.partition(".")
    scaled = len(whole) - len(whole.rstrip(","))  # each comma at the end leaves out three digits
    places = sum(c in "#0?" for c in decimals)
    try:
        number = Decimal(repr(value)).scaleb(-3 * scaled)
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except InvalidOperation:  # it is infinite, or beyond the digits that can be told
        return general(value)
    text = f"{number:,f}" if "," in whole.rstrip(",") else f"{number:f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    if optional and "." in text:
        end = len(text)
        while optional and text[end - 1] == "0":
            end, optional = end - 1, optional - 1
        text = text[:end].rstrip(".")
    sign = "-" if text.startswith("-") else ""
    least = sum(c == "0" for c in whole)
    text = text.removeprefix("-")
    return sign + "0" * (least - len(text.partition(".")[0].replace(",", ""))) + text
