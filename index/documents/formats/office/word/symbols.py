"""Letters in fonts of symbols, which stand at the places of other letters.

The tables are Adobe's Symbol encoding, and of Wingdings the marks that say something: boxes that
are checked or not, and arrows.
"""

_SYMBOL: dict[int, str] = dict(
    zip(
        [*range(0x20, 0x7F), *range(0xA1, 0xF0), *range(0xF1, 0xFF)],
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
        "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
        "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
        "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
        strict=True,
    )
)
_WINGDINGS = {
    0x6F: "☐",
    0x71: "☐",
    0xA8: "☐",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE8: "➔",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_SOME_MARK = "•"  # of a table of marks: which of them it is says little, that one is there much
_PRIVATE = range(0xF000, 0xF100)  # where Windows puts the letters of such fonts


def symbol(code: int, font: str) -> str:
    """Return what a letter of a font looks like; "" where that is not known, but for a picture of
    Wingdings, which is some mark.
    """
    place = code - _PRIVATE.start if code in _PRIVATE else code
    if font.lower().startswith("symbol"):
        return _SYMBOL.get(place, "")
    if font.lower().startswith("wingdings"):
        return _WINGDINGS.get(place, _SOME_MARK if place > ord(" ") else "")
    return "" if code in _PRIVATE or code in range(0xD800, 0xE000) else chr(code)
