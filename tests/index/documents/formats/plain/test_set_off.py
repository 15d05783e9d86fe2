import pytest

from index.documents.formats.plain.plain_text import read_plain


def blocks_of(text: str) -> list[tuple[str, str]]:
    document = read_plain("a.txt", text)
    return [(block.kind.value, block.span.of(document.text)) for block in document.shape.blocks]


@pytest.mark.parametrize(
    ("lead_in", "code"),
    [
        ("List them:", "    SELECT name, role\n    FROM users\n    WHERE active = 1"),
        ("Set it:", "    EDITOR=vi\n    export EDITOR"),
        ("Use this:", 'def greet(name):\n    print("Hello " + name)\n    return True'),
        ("Use this:", "$ greet --name Ada\nHello Ada"),
        ("Run this:", "    Get-Item -path heron.txt"),
    ],
)
def test_code_below_a_lead_in_is_one_block(lead_in: str, code: str) -> None:
    margin = len(code) - len(code.lstrip())
    dedented = "\n".join(line[margin:] for line in code.split("\n"))
    assert blocks_of(f"{lead_in}\n\n{code}\n\nThat is all.") == [
        ("paragraph", lead_in),
        ("code", dedented),
        ("paragraph", "That is all."),
    ]
    assert read_plain("a.txt", f"{lead_in}\n\n{code}").shape.blocks[1].under == 0


def test_a_prompt_may_follow_its_lead_in_at_once() -> None:
    assert blocks_of("Run it like this:\n$ greet --name Ada\nHello Ada\n\nThat is all.") == [
        ("paragraph", "Run it like this:"),
        ("code", "$ greet --name Ada\nHello Ada"),
        ("paragraph", "That is all."),
    ]


def test_code_may_have_blank_lines() -> None:
    text = "Run these:\n\n    heron start\n\n    Heron stop --now\n\n    It is over.\n"
    assert blocks_of(text) == [
        ("paragraph", "Run these:"),
        ("code", "heron start"),
        ("code", "Heron stop --now"),
        ("paragraph", "It is over."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Write to:\n\n    Kelp Society\n    12 Harbour Road\n    Monterey, CA 93940",
        "It goes:\n\n    Tyger Tyger, burning bright,\n    In the forests of the night;",
        "She said:\n\n    All costs (hall, keys, heating) are paid by us.",
        "The costs are:\n$ 5 for a day\n$ 7 for a week",
        "The prices:\n\n    Oak     $48\n    Pine    $21",
        "The ways are:\n\n    (a) by letter; or\n\n    (b) by e-mail.",
        "They are under:\n\n    MIT No Attribution",
        "Fill in:\n\nName(s)\nDate(s)",
        "The ways are these:\n\nOslo -> Bergen, 7 hours\nOslo -> Voss, 5 hours",
    ],
)
def test_addresses_verse_prose_prices_and_forms_are_no_code(text: str) -> None:
    assert "code" not in [kind for kind, _ in blocks_of(text)]
