import pytest

from index.documents.formats.plain import read_plain


def blocks_of(text: str) -> list[tuple[str, int, str]]:
    document = read_plain("a.txt", text)
    return [
        (block.kind.value, block.level, block.span.of(document.text))
        for block in document.shape.blocks
    ]


def test_the_blocks_of_a_text() -> None:
    text = """Otters

They live in the sea, and eat what they find on the floor
of the bay. These are best:

- clams, of which they eat as many as they can carry in one
  dive
  1. raw
- crabs

> They sleep in the kelp, said the keeper, wound into its
> blades.

    dive(otter);
    eat(clam);

Last words."""
    assert blocks_of(text) == [
        ("heading", 1, "Otters"),
        (
            "paragraph",
            0,
            "They live in the sea, and eat what they find on the floor of the bay. These are best:",
        ),
        ("item", 1, "- clams, of which they eat as many as they can carry in one dive"),
        ("item", 2, "1. raw"),
        ("item", 1, "- crabs"),
        ("quotation", 0, "They sleep in the kelp, said the keeper, wound into its blades."),
        ("code", 0, "dive(otter);\neat(clam);"),
        ("paragraph", 0, "Last words."),
    ]
    document = read_plain("a.txt", text)
    assert [block.under for block in document.shape.blocks] == [None, 0, 1, 2, 1, 0, 0, 0]
    assert document.shape.blocks[3].number == 1


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("A title\n\nText.", [(1, "A title")]),
        ("A title\n=======\n\nA part\n------\nText.", [(1, "A title"), (2, "A part")]),
        ("# A title\n\n### A part\n\nText.", [(1, "A title"), (3, "A part")]),
        ("A title\nIts text is a good deal longer.", [(1, "A title")]),
        ("A title\n- an item\n- another", [(1, "A title")]),
        ("Kelp Society\n12 Harbour Road\nMonterey", []),
        ("Read more\n\nText.", []),
        ("A sentence.\n\nText.", []),
        ("- an item\n\nText.", []),
        ("Text alone", []),
        ("Text.\n\n2.1 A part\n\nText.", [(3, "2.1 A part")]),
        ("Text.\n\n1. one\n\n2. two\n\nText.", []),
        ("Run this:\n\n  heron worker\n\nText.", []),
        ("# A remark\n# of two lines\n\nText.", []),
        ("====\nA part\n====\n\nText.", [(1, "A part")]),
        ("- - -\n\nText.\n\n----\n\nText.", []),
    ],
)
def test_headlines_are_told_by_their_look(text: str, headings: list[tuple[int, str]]) -> None:
    assert [(level, line) for kind, level, line in blocks_of(text) if kind == "heading"] == headings


def test_what_is_set_off_after_a_colon_is_code_unless_it_is_prose() -> None:
    assert blocks_of("Run this:\n\n  heron worker\n\nHe said:\n\n  It is late.")[1::2] == [
        ("code", 0, "heron worker"),
        ("paragraph", 0, "It is late."),
    ]


def test_an_indented_first_line_begins_a_paragraph() -> None:
    text = (
        "   The first evening was long and nobody at the table\nsaid a word about it.\n"
        "   The second evening was shorter, and the talk went\non until the morning."
    )
    assert [line for _, _, line in blocks_of(text)] == [
        "The first evening was long and nobody at the table said a word about it.",
        "The second evening was shorter, and the talk went on until the morning.",
    ]


def test_a_list_ends_where_a_line_is_neither_indented_nor_runs_on() -> None:
    assert blocks_of("- one\n- two\nThe list is over.") == [
        ("item", 1, "- one"),
        ("item", 1, "- two"),
        ("paragraph", 0, "The list is over."),
    ]
