import pytest

from index.documents.formats.plain.plain_text import read_plain


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
        ("Phone: 0123 4567\n\nText.\n\nPhone: 0123 4568\n\nText.", []),
        ("Part 1: the coast\n\nText.", [(1, "Part 1: the coast")]),
        ("Text.\n\nRoom 5\n\nOpening hours\n\nText.", [(2, "Opening hours")]),
        ("Text.\n\nTERMS\n\nScope\n\nText.", [(2, "TERMS"), (2, "Scope")]),
        ("Text.\n\nHome\n\nLog in\n\nText.", []),
        ("Text.\n\nShare\n\nText.", [(2, "Share")]),
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


def test_a_reply_quotes_line_by_line() -> None:
    text = (
        "On Monday she wrote:\n> The otters are too fat, and I think that we should\n"
        "> feed them less.\n>> No, more.\nI agree.\n\n-- \nThe keeper"
    )
    assert blocks_of(text) == [
        ("paragraph", 0, "On Monday she wrote:"),
        (
            "quotation",
            0,
            "The otters are too fat, and I think that we should feed them less.",
        ),
        ("quotation", 0, "No, more."),
        ("paragraph", 0, "I agree."),
        ("paragraph", 0, "The keeper"),
    ]


def test_a_wrapped_line_may_begin_with_a_greater_than_sign() -> None:
    text = (
        "Of the otters that were counted in the bay last year\n"
        ">80% were young, and most of them were fed by people\n"
        "who came to see them."
    )
    assert blocks_of(text) == [("paragraph", 0, text.replace("\n", " "))]


@pytest.mark.parametrize(
    "table",
    [
        "+-----+-------+\n| Day | Hours |\n+-----+-------+\n| Mon | 9-17  |\n+-----+-------+",
        "| Day | Hours |\n|-----|-------|\n| Mon | 9-17  |",
    ],
)
def test_a_table_drawn_with_lines_has_rows(table: str) -> None:
    [header, row] = read_plain("a.txt", table).shape.blocks
    assert (header.header, row.header, row.under) == (True, False, 0)
    assert blocks_of(table) == [("row", 0, "Day | Hours"), ("row", 0, "Mon | 9-17")]


def test_an_indented_line_of_a_record_belongs_to_the_field_above() -> None:
    text = "Name: Ada\nRemarks: works at home\n  on Mondays\nRoom: 5"
    assert blocks_of(text) == [
        ("paragraph", 0, "Name: Ada\nRemarks: works at home on Mondays\nRoom: 5")
    ]


PAGE = """\
{above}SYNOPSIS
       reel [-n] [FILE]

TACKLE
       Reels come with a line, and may be mended by whoever sold
       them. A hook is not part of it.

       -n, --new   take a new line

EXAMPLES
       Wind up a line:

           reel -n pike.txt

SEE ALSO
       rod(1), hook(1)
{below}"""


@pytest.mark.parametrize(
    ("above", "below"),
    [("", ""), ("REEL(1)          Angling          REEL(1)\n\n", "\nAngler 2.1        REEL(1)\n")],
)
def test_lines_at_the_margin_of_an_indented_text_are_headlines(above: str, below: str) -> None:
    blocks = blocks_of(PAGE.format(above=above, below=below))
    headlines = [(level, text) for kind, level, text in blocks if kind == "heading" and level > 1]
    assert headlines == [(2, "SYNOPSIS"), (2, "TACKLE"), (2, "EXAMPLES"), (2, "SEE ALSO")]
    assert ("code", 0, "reel -n pike.txt") in blocks
    assert ("paragraph", 0, "rod(1), hook(1)") in blocks  # all of the text is so indented


@pytest.mark.parametrize(
    "text",
    [
        # a list of books with hanging indents
        "Doe, Ida. A History of Rope in the North of the Old\n    Empire, 1912\n\n"
        "Roe, Kay. The Knots and Splices of the Fishing Fleet\n    of Hull, 1950\n\n"
        "Poe, Max. Twine and Yarn: What the Sailor Had to Know\n    of Both, 1961",
        # verse with lines set in
        "A gull upon the harbour wall,\n    It never says a thing at all,\n\n"
        "A seal upon the harbour stone,\n    It sings, but sings to none,\n\n"
        "A crab upon the harbour floor,\n    It knocks upon no door,",
        # other text at the margin
        "Soup\n    of leeks\n\nFish\n    of the bay\n\nCake\n    with cream\n\n"
        "All of it is served until nine in the evening.\n\nCall us.",
        # two alone
        "Soup\n    of leeks\n\nFish\n    of the bay",
        # settings
        "fruits:\n    - apple\n\nroots:\n    - leek\n\nherbs:\n    - dill",
    ],
)
def test_other_lines_over_indented_ones_are_no_headlines(text: str) -> None:
    assert not [text for kind, _, text in blocks_of(text) if kind == "heading"]


HOUSE = """\
THE HOUSE ON THE DYKE

Winter
The pipes freeze below ten degrees 🥶 and must be drained by the tenant.

Who has a key?
- the baker
- Mrs Ito

Ida Kern
Phone: 311
Room: 2.02

The storks come back in March, and nest
on the chimney. Nobody may light the fire.

Boats
Boats are moored at the western jetty, and
are taken out of the water in October.
"""


def test_lines_right_above_lists_and_prose_are_headlines() -> None:
    blocks = blocks_of(HOUSE)
    assert [(level, text) for kind, level, text in blocks if kind == "heading"] == [
        (1, "THE HOUSE ON THE DYKE"),
        (3, "Winter"),
        (3, "Who has a key?"),
        (3, "Boats"),
    ]
    assert ("paragraph", 0, "Ida Kern\nPhone: 311\nRoom: 2.02") in blocks
    assert ("item", 1, "- Mrs Ito") in blocks


@pytest.mark.parametrize(
    "text",
    [
        # verse
        "The gulls are at the harbour wall\nThey never say a thing at all.\n\n"
        "The seals are on the harbour stone\nThey sing, but sing to none alone.",
        # prose that is wrapped before a long word
        "The source of it lies at\nhttps://git.example/a/very/long/address/of/a/file, free.\n\n"
        "The rest of it lies at\nhttps://git.example/another/very/long/address/of/a/file too.",
        # one alone
        "Rain fell.\n\nWinter\nThe pipes freeze below ten degrees, and must be drained.",
        # fields
        "Rain fell.\n\nWhat: pipes\nWhy: they freeze below ten degrees, and burst.\n\n"
        "What: taps\nWhy: they freeze below ten degrees, and burst.",
        # sentences
        "Rain fell.\n\nIt froze. Then\nthe pipes burst below the kitchen, and flooded it.\n\n"
        "It thawed. Then\nthe pipes were mended by the smith, who charged for it.",
    ],
)
def test_other_first_lines_are_no_headlines(text: str) -> None:
    assert not [text for kind, _, text in blocks_of(text) if kind == "heading"]


def test_the_first_line_below_a_headline_is_none_over_a_table() -> None:
    text = (
        "PRICES\n\nPARTS\n  two for 9 - six for 19\n  blades      15\n  chain       24\n\n"
        "TOOLS\n  saw         80\n  axe         35\n\nSERVICE\n  cleaning    20\n  storing     10\n"
    )
    blocks = blocks_of(text)
    assert [text for kind, _, text in blocks if kind == "heading"] == [
        *("PRICES", "PARTS", "TOOLS", "SERVICE")
    ]
    assert ("paragraph", 0, "two for 9 - six for 19") in blocks
    assert ("row", 0, "saw | 80") in blocks
