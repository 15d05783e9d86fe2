import textwrap

import pytest

from index.documents.formats.plain.lines import joined, words_of

TEXT = (
    "Adult sea otters typically weigh between 14 and 45 kg, making them the heaviest members of "
    "the weasel family, but among the smallest marine mammals. Unlike most of them, the otter "
    "relies on its fur. Paris and London have shown them since 1970."
)


def joined_lines(text: str) -> list[str]:
    return joined(text.split("\n"), words_of(text))


@pytest.mark.parametrize("width", [40, 60, 72, 100, 130])
def test_a_wrapped_paragraph_becomes_one_line(width: int) -> None:
    assert joined_lines(textwrap.fill(TEXT, width)) == [TEXT]


@pytest.mark.parametrize(
    "text",
    [
        # a ragged margin
        "The sea otter sleeps afloat in the kelp, wound into its\nblades so that the current does\n"
        "not carry it away, and wakes with the tide, when\nthe crabs come out.",
        # a long address
        "You can read all of it on the page of the aquarium at\n"
        "https://example.org/otters/and/a/very/long/path/that/does/not/fit.html\nand write to us.",
        # names in upper case at the start of lines
        "The club met in the house of Anna Bergström in\nOslo. Later Peter and Maria Lindqvist of\n"
        "Stockholm joined it, and so did several\nothers from Denmark.",
        "The council decided (after a long debate that\nwent on until the late evening) that the\n"
        "bridge should be closed.",
    ],
)
def test_line_ends_inside_sentences_are_undone(text: str) -> None:
    assert joined_lines(text) == [text.replace("\n", " ")]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The ship went along the coast to the nor-\nthern harbour.", "northern"),
        ("Its well-known light is old. It is the well-\nknown light of all.", "the well-known"),
        (
            "The sea otter is the smallest of all the mam\u00ad\nmals that live in the sea.",
            "mammals",
        ),
    ],
)
def test_a_word_parted_at_a_line_end_is_whole_again(text: str, word: str) -> None:
    assert word in joined_lines(text)[-1]


@pytest.mark.parametrize(
    "text",
    [
        "Tyger Tyger, burning bright,\nIn the forests of the night;\nWhat immortal hand or eye,",
        "Shall I compare thee to a summer's day?\nThou art more lovely and more temperate:",
        "an old silent pond\na frog jumps into the pond\nsplash, silence again",
        "Kelp Society\n12 Harbour Road\nMonterey, CA 93940\nUnited States",
        "Best regards,\nthe otter team at the aquarium\nof Monterey",
        "Name: Sea otter\nRoom: 2.02\nPhone: 555 0102",
        "name: otter\nversion: 3\nurl: https://example.org/long/enough/to/make/it/wide",
        "buy milk and bread for the breakfast\nsend the report to the whole team\ncall them all",
        "name,weight,length and width\notter,45 kilograms of fur,1.4\nweasel,0.3 kilograms,0.2",
        "[10:02] Mara: who takes the boiler job?\n[10:03] Jonas: I can do it next week",
        "$ heron worker --queue night --jobs 4 --verbose\nstarted worker with 4 jobs\ndone",
        "/usr/local/bin/heron-worker-with-a-long-name\n/usr/local/lib/heron\n/etc/heron/heron.conf",
        "The otter dives for clams at dawn and eats them afloat on its back.\n"
        "The kelp forest grows faster than any other plant of the cold sea.",
        "One line.",
    ],
)
def test_line_ends_that_were_meant_stay(text: str) -> None:
    assert joined_lines(text) == text.split("\n")


def test_two_paragraphs_without_a_blank_line_stay_two() -> None:
    first = textwrap.fill("The otter sleeps in the kelp, and it wakes when the tide comes in.", 40)
    assert joined_lines(f"{first}\n{textwrap.fill(TEXT, 40)}") == [first.replace("\n", " "), TEXT]


def test_the_lines_of_a_log_stay_apart() -> None:
    log = (
        "2024-05-03 10:00:01 INFO server started on port 8080 and is waiting for calls\n"
        "2024-05-03 10:00:02 WARN disk nearly full: 93%\n"
        "2024-05-03 10:01:00 INFO server stopped by the keeper of the otters at night"
    )
    assert joined_lines(log) == log.split("\n")


def test_items_with_letters_are_joined_each_for_itself() -> None:
    text = (
        "a) the first of the options is rather long and so it wraps to the\nnext line\n"
        "b) the second is as long as the first one, and it wraps to the next\nline too"
    )
    assert joined_lines(text) == [
        "a) the first of the options is rather long and so it wraps to the next line",
        "b) the second is as long as the first one, and it wraps to the next line too",
    ]


def test_a_very_long_word_takes_no_longer_than_its_length() -> None:
    assert words_of("x" * 500_000) == frozenset()  # not the square of it, which is hours


def test_two_lines_with_cells_are_not_joined() -> None:
    one = "added    lamps that can be dimmed by hand, and a timetable,"
    two = "added    pages of greeting for the guests of the house, and"
    assert joined_lines(f"{one}\n{two}\ntheir children") == [one, f"{two} their children"]
