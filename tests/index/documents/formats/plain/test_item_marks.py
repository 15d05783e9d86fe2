import pytest

from index.documents.formats.plain.plain_text import read_plain


def items_of(text: str) -> list[tuple[int, int | None, str]]:
    document = read_plain("a.txt", text)
    return [
        (block.level, block.number, block.span.of(document.text))
        for block in document.shape.blocks
        if block.kind.value == "item"
    ]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Ways:\na) by letter\nb) by mail", [(1, 1, "a) by letter"), (1, 2, "b) by mail")]),
        ("Ways:\n\n  i) one\n  ii) two", [(1, 1, "i) one"), (1, 2, "ii) two")]),
        ("(a) One thing\n\n(b) Another", [(1, 1, "(a) One thing"), (1, 2, "(b) Another")]),
        ("1.1 Scope\n1.2 Parties", [(1, 1, "1.1 Scope"), (1, 2, "1.2 Parties")]),
        (
            "1.1. Scope\n1.2. Parties\n1.2.1. Tenant",
            [(1, 1, "1.1. Scope"), (1, 2, "1.2. Parties"), (2, 1, "1.2.1. Tenant")],
        ),
        (
            "2. Fees\n2.1 The fee is low.\n2.2 It is due in May.\n3. Term",
            [
                (1, 2, "2. Fees"),
                (2, 1, "2.1 The fee is low."),
                (2, 2, "2.2 It is due in May."),
                (1, 3, "3. Term"),
            ],
        ),
        (
            "1. meat\na) beef\nb) veal\n2. fish",
            [(1, 1, "1. meat"), (2, 1, "a) beef"), (2, 2, "b) veal"), (1, 2, "2. fish")],
        ),
        ("h) eight\ni) nine", []),
        (
            "g) no\nThe list:\na) one\nb) two\nc) three",
            [(1, 1, "a) one"), (1, 2, "b) two"), (1, 3, "c) three")],
        ),
    ],
)
def test_marks_that_follow_each_other_begin_items(
    text: str, items: list[tuple[int, int | None, str]]
) -> None:
    assert items_of(text) == items


@pytest.mark.parametrize(
    "text",
    [
        "The tenant may end the lease by a letter or\nb) by an e-mail to the landlord.",
        "I. Newton\nA. Einstein\nB. Franklin",
        "A. Doe\nB. Roe",
        "They sold the boats for\n1.5 million in May, and the rest for\n1.6 million in June.",
        "1.5 2.5\n1.6 2.6",
        "1.5. Maifeier\n3.10. Einheit",
        "a) alone",
        "Text.\n\n2.1 A part\n\nText.\n\n2.2 Another part\n\nText.",
    ],
)
def test_what_only_looks_like_a_mark_begins_none(text: str) -> None:
    assert items_of(text) == []


def test_a_lead_in_is_over_its_lettered_list() -> None:
    document = read_plain("a.txt", "One of these:\n\na) letter\n\nb) mail\n\nText.")
    assert [block.under for block in document.shape.blocks] == [None, 0, 0, None]
