import pytest

from index.storage.folding import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NATO", "nato"),
        ("Café", "CAFE"),
        ("Cafe\u0301", "café"),
        ("Straße", "STRASSE"),
        ("Ångström", "angstrom"),
        ("Việt", "viet"),
        ("Ελλάδα", "ελλαδα"),
        ("ëлка", "eлка"),
        ("שָׁלוֹם", "שלום"),
        ("سَلَام", "سلام"),
    ],
)
def test_case_and_accents_make_no_difference(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("cat", "cut"), ("が", "か"), ("कि", "का"), ("ø", "o"), ("a b", "ab")]
)
def test_other_letters_do(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_it_is_folded_once_and_for_all() -> None:
    for text in ("İstanbul", "ᾳ", "ΰ", "ﬁ", "Ǆ", "ẞ", "\u0345a"):
        assert folded(folded(text)) == folded(text)
