import pytest

from index.documents.unwrap import unwrap

FILLED = (
    "The sea otter sleeps afloat in the kelp, wound into its blades so that\n"
    "the current does not carry it away, and wakes with the tide, when the\n"
    "crabs come out."
)


def test_a_paragraph_filled_to_a_width_becomes_one_line() -> None:
    assert unwrap(FILLED) == FILLED.replace("\n", " ")


def test_only_the_filled_paragraphs_of_a_text_are_joined() -> None:
    text = f"Otters\n\n{FILLED}\n\n\n- one\n- two"
    assert unwrap(text) == f"Otters\n\n{FILLED.replace(chr(10), ' ')}\n\n\n- one\n- two"


@pytest.mark.parametrize(
    "text",
    [
        "A headline\nThe first sentence of a text whose lines were never filled by an editor.",
        "- An item that is long enough to look like a line that an editor filled,\nand more of it",
        "Tyger Tyger, burning bright,\nIn the forests of the night;",
        "The otter dives for clams at dawn and eats them afloat on its back.\n"
        "The kelp forest grows faster than any other plant of the cold sea.",
        "One line.",
        "",
    ],
)
def test_line_ends_that_were_meant_stay(text: str) -> None:
    assert unwrap(text) == text
