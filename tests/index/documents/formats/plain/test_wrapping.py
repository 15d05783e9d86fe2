import textwrap

import pytest

from index.documents.formats.plain.lines import joined
from index.documents.formats.plain.plain_text import read_plain
from index.documents.formats.plain.wrapping import Wrapping

PROSE = "\n\n".join(
    textwrap.fill(text, 72)
    for text in (
        "Adult sea otters typically weigh between 14 and 45 kg, making them the heaviest members "
        "of the weasel family, but among the smallest marine mammals.",
        "Unlike most of them, the otter relies on its fur, which is the thickest of all animals "
        "that live in the sea or beside it.",
    )
)
GERMAN = (
    "Der Mieter hat die Wohnung pfleglich zu behandeln und Schäden dem\n"
    "Vermieter unverzüglich zu melden. Kleinreparaturen bis 100 Euro trägt der\n"
    "Mieter, soweit er sie nicht zu vertreten hat, auch wenn sie nicht von ihm\n"
    "verursacht sind und er davon erfährt."
)


def stretches_of(text: str) -> list[str]:
    document = read_plain("a.txt", text)
    return [block.span.of(document.text) for block in document.shape.blocks]


@pytest.mark.parametrize(
    "text",
    [
        "The deposit amounts to three months of rent and has to be paid before\n1 July 2024.",
        "The court had set the sum at\n$5,000, and it was due in June.",
        "Either party may terminate with\n90 days' notice.",
        "The heating period runs from 1 October to\n30 April.",
    ],
)
def test_no_sentence_ends_in_a_function_word_before_a_number(text: str) -> None:
    assert stretches_of(text) == [text.replace("\n", " ")]


@pytest.mark.parametrize(
    "text",
    [
        "The agreement was signed in the presence of the notary of the town, Ms\n"
        "Harriet Cole, who keeps a copy.",
        "Repairs are paid by the landlord if they cost more than EUR\n150 in a single case.",
        "The agreement was signed in the presence of both of the heirs and of\nHarriet Cole.",
    ],
)
def test_the_whole_text_tells_how_wide_it_is_set(text: str) -> None:
    assert stretches_of(f"{PROSE}\n\n{text}")[-1] == text.replace("\n", " ")


def test_lines_that_all_begin_with_capitals_are_joined_where_they_are_full() -> None:
    three = "\n".join(GERMAN.split("\n")[:2]) + "\nMieter."
    assert stretches_of(f"{GERMAN}\n\n{GERMAN}\n\n{three}")[-1] == three.replace("\n", " ")


@pytest.mark.parametrize(
    "text",
    [
        "The ploughman leaves the field at close of day\nand wanders slowly down the lane,\n"
        "where lanterns in the windows light his way\nand every gutter sings with rain.",
        "Two roads diverged in a yellow wood,\nAnd sorry I could not travel both\n"
        "And be one traveler, long I stood\nAnd looked down one as far as I could",
        "Shopping list for the weekend trip to the lake\nfour large bottles of water\n"
        "two loaves of dark bread from the bakery\none bag of charcoal for the old grill",
        "Kelp Society\n12 Harbour Road\nMonterey, CA 93940\nUnited States",
        "Ingredients\n2 eggs\n200 g flour\n1 pinch of salt",
        "About us\nWe are a small aquarium by the sea.",
        "Where to find the rooms that you can rent from us\nThe rooms are by the sea.",
        "Dear Ms Okafor,\nI am writing to confirm the booking of the hall on 14 June.\n"
        "Kind regards,\nPeter Lund",
        "A History of the Sea Otter and of All of Its Many Relatives\n"
        "The Kelp Forests of the North and the Animals That Live There\n"
        "Of Crabs and Clams and Other Food That Is Found in the Bay",
        "The copyright notices of all of the parts below are to be kept at\n:Author: the society",
    ],
)
def test_lines_that_were_meant_stay_in_a_wrapped_text(text: str) -> None:
    wanted = text.split("\n")
    read = stretches_of(f"{PROSE}\n\n{text}\n\n{PROSE}")
    assert [line for stretch in read[2:-2] for line in stretch.split("\n")] == wanted


def test_the_options_of_a_command_stay_apart() -> None:
    options = [
        "-h, --help    show this help and write nothing at all, not even",
        "-o FILE       write to FILE, and not to",
        "standard output",
        "--all         take all of them",
    ]
    wrapping = Wrapping(72, frozenset(("even", "to")))
    assert joined(options, frozenset(), wrapping) == [
        options[0],
        f"{options[1]} {options[2]}",
        options[3],
    ]


def test_a_text_with_one_paragraph_a_line_is_not_wrapped() -> None:
    lines = [PROSE.replace("\n\n", " ").replace("\n", " ")] * 3
    address = "The office of the aquarium\nHarbour Road 12\nMonterey"
    assert stretches_of("\n".join([*lines, "", address]))[-1] == address


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("- bicycles, unless\n  they are folded", "- bicycles, unless they are folded"),
        ("- in the hall, unless\n  they are folded", "- in the hall, unless they are folded"),
        ("- by e-mail,\n  signed", "- by e-mail, signed"),
        ("* Fixed it. Thanks to\n  5 people.", "* Fixed it. Thanks to 5 people."),
        ("* Fixed it. Thanks to\n  Mia Berg.", "* Fixed it. Thanks to Mia Berg."),
        ("- about us\n  The shop is old.", "- about us\nThe shop is old."),
        ("- Colours:\n  red\n  green", "- Colours:\nred\ngreen"),
        ("- fruit\n  apple\n  pear", "- fruit\napple\npear"),
    ],
)
def test_lines_below_the_mark_of_an_item_are_set_narrow(text: str, item: str) -> None:
    assert stretches_of(text) == [item]


def test_a_long_list_takes_no_longer_than_its_length() -> None:
    lines = [f"The Otters of the Northern Coast and of Its Rivers, Part {n}" for n in range(30_000)]
    assert stretches_of(f"{PROSE}\n\n" + "\n".join(lines))  # not the square of it
