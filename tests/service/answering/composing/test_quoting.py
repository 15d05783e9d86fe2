"""What is quoted for a sentence: as much of its document as it takes to understand it."""

from collections.abc import Callable

import pytest

from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.choosing.select import ChosenSentence, Selection
from service.answering.composing.compose import UNSUPPORTED
from service.answering.weighing.evidence import Evidence
from service.records import Answer
from tests.service.answering.scored_evidence import composed, evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]
GUIDE = """\
# Guide

## Reset

To reset it:

1. Unplug it.
2. Wait for the lamp.

```sh
lamp --reset
```

Run this to test it:

```sh
lamp --test
```

## Plans

| Plan | Price |
|---|---|
| Solo | 5 |
| Team | 19 |

## People

Ada Lovelace\\
Room: 2.02\\
Phone: 12

## 2.0 (May)

- Lamps blink.
- Lamps sing.
"""


def quoted(searcher: Searcher, *starts: str, whole: bool = False, heading: str = "") -> Answer:
    """The answer that quotes the sentences which begin with these words."""
    evidence = evidence_of(searcher)

    def found(start: str) -> Evidence:
        return next(one for one in evidence if one.text.startswith(start))

    above = found(heading).sentence.span if heading else None
    chosen = [
        ChosenSentence(found(start), headings=(above,) if above else (), whole=whole)
        for start in starts
    ]
    return composed(analyse("?"), Selection(chosen), searcher.generation.store)


@pytest.fixture
def guide(library_of: LibraryOf) -> Searcher:
    return library_of({"guide.md": GUIDE})


@pytest.mark.parametrize(
    ("start", "answer"),
    [
        ("To reset it:", "To reset it:\n\n1. Unplug it.\n2. Wait for the lamp. [1]"),
        ("Unplug", "Unplug it. [1]"),
        ("Run this", "Run this to test it:\n\nlamp --test [1]"),
        ("lamp --test", "Run this to test it:\n\nlamp --test [1]"),
        ("Solo", "Plan | Price\nSolo | 5 [1]"),
        ("Team", "Plan | Price [1]\nTeam | 19 [2]"),
        ("Room", "Ada Lovelace\nRoom: 2.02 [1]"),
        ("Phone", "Ada Lovelace [1]\nPhone: 12 [2]"),
    ],
)
def test_a_quote_brings_what_it_is_not_understood_without(
    guide: Searcher, start: str, answer: str
) -> None:
    assert quoted(guide, start).answer == answer


@pytest.mark.parametrize(
    ("text", "start", "answer"),
    [
        ("Rain falls. No. It freezes. Snow.", "No.", "No. It freezes. [1]"),
        ("- Never! Ask Ida.\n- Yes", "Never!", "Never! Ask Ida. [1]"),
        ("Geht das? Nein. Das Tor ist zu.", "Nein.", "Nein. Das Tor ist zu. [1]"),
        ("It freezes. Snow.\n\nRain falls.", "Snow.", "Snow. [1]"),  # nothing stands on
        ("Berlin\\\nParis", "Berlin", "Berlin [1]"),  # no sentence
        ("Rain fell. Ida swam.", "Rain fell.", "Rain fell. [1]"),  # it says something
    ],
)
def test_a_bare_no_brings_what_it_is_about(
    library_of: LibraryOf, text: str, start: str, answer: str
) -> None:
    assert quoted(library_of({"a.md": text}), start).answer == answer


LOGS = """\
# Logs

## List

Use the following command to list the logs.

```sh
logtool list
```

```sh
3 logs
```

## Service

There are two ways to run it as a service on Linux.

### systemd

Copy the file.

#### As root

Copy it there.

### cron

Add a line.

## Plans

There are three plans. The free plan lasts a week. The team plan lasts a month. The archive plan \
lasts. Ask us.

Two people were hurt. The police came. The mayor left.

## Roles

These two roles exist.

- Reader
  - may look
- Keeper

Ask Ida.

## Rates

The rates are as follows.

| Rate | Price |
|---|---|
| Solo | 5 |
| Team | 19 |

Rain fell in the valley for many days.

- Mill
- Dam
"""


@pytest.mark.parametrize(
    ("start", "answer"),
    [
        ("Use the", "Use the following command to list the logs.\n\nlogtool list [1]"),
        (
            "There are two ways",
            "There are two ways to run it as a service on Linux.\n\nsystemd [1]\n\ncron [2]",
        ),
        (
            "There are three",
            "There are three plans. The free plan lasts a week. The team plan lasts a "
            "month. The archive plan lasts. [1]",
        ),
        ("Two people", "Two people were hurt. [1]"),
        ("These two", "These two roles exist.\n\n- Reader\n- may look\n- Keeper [1]"),
        ("The rates", "The rates are as follows.\n\nRate | Price\nSolo | 5\nTeam | 19 [1]"),
        ("Rain fell", "Rain fell in the valley for many days. [1]"),
    ],
)
def test_a_quote_brings_what_it_announces_without_a_colon(
    library_of: LibraryOf, start: str, answer: str
) -> None:
    assert quoted(library_of({"logs.md": LOGS}), start).answer == answer


def test_a_whole_list_or_table_is_one_quote(guide: Searcher) -> None:
    steps = quoted(guide, "Wait for", "Unplug", whole=True)
    assert steps.answer == "To reset it:\n\n1. Unplug it.\n2. Wait for the lamp. [1]"
    assert quoted(guide, "Team", whole=True).answer == "Plan | Price\nSolo | 5\nTeam | 19 [1]"
    assert quoted(guide, "Lamps sing", whole=True).answer == "- Lamps blink.\n- Lamps sing. [1]"


def test_a_heading_is_quoted_with_what_stands_below_it(guide: Searcher) -> None:
    near, far = (quoted(guide, f"Lamps {does}", heading="2.0") for does in ("blink", "sing"))
    assert near.answer == "2.0 (May)\n\n- Lamps blink. [1]"
    assert far.answer == "2.0 (May) [1]\nLamps sing. [2]"
    assert far.citations[0].source.headings == ["Guide"]
    assert far.citations[1].source.headings == ["Guide", "2.0 (May)"]
    assert far.citations[0].highlight is None


def test_two_rows_share_their_header(guide: Searcher) -> None:
    assert quoted(guide, "Team", "Solo").answer == "Plan | Price\nSolo | 5 [1]\n\nTeam | 19 [2]"


def test_of_a_long_list_the_first_items_are_quoted_and_the_others_counted(
    library_of: LibraryOf,
) -> None:
    items = "".join(f"- item {n}\n" for n in range(1, 101))
    searcher = library_of({"a.md": f"We sell these:\n\n{items}"})
    answer = quoted(searcher, "We sell")
    assert answer.answer.startswith("We sell these:\n\n- item 1\n")
    assert answer.answer.endswith("- item 6 [1] (and 94 more)")
    assert answer.citations[0].more == 94
    assert quoted(searcher, "item 7", whole=True).answer == "item 7 [1]"


STEPS = """\
# Setup

To set it up:

1. Fetch it:

   ```sh
   lamp fetch
   ```

2. Wire it.

   This takes ten minutes.

   - red to red
   - blue to blue

3. Switch it on.

Keep the receipt.
"""


def test_a_list_goes_on_behind_what_its_items_hold(library_of: LibraryOf) -> None:
    searcher = library_of({"a.md": STEPS})
    answer = (
        "To set it up:\n\n1. Fetch it:\n\nlamp fetch\n\n2. Wire it.\n\nThis takes ten minutes."
        "\n\n- red to red\n- blue to blue\n3. Switch it on. [1]"
    )
    assert quoted(searcher, "To set it up").answer == answer
    assert quoted(searcher, "Switch", whole=True).answer == answer
    assert quoted(searcher, "Fetch").answer == "Fetch it:\n\nlamp fetch [1]"
    assert "red to red\n- blue to blue [1]" in quoted(searcher, "blue", whole=True).answer


@pytest.mark.parametrize("marks", ["1. 2.", "a) b)", "(i) (ii)", "2.1. 2.2."])
def test_an_item_is_one_citation_with_its_heading_whatever_its_mark(
    library_of: LibraryOf, marks: str
) -> None:
    first, second = marks.split()
    searcher = library_of({"a.txt": f"Giving notice\n\n{first} by letter\n{second} by fax\n"})
    answer = quoted(searcher, "by letter", heading="Giving notice")
    assert answer.answer == f"Giving notice\n\n{first} by letter [1]"


def test_a_lead_in_brings_no_paragraph_but_the_next_sentence(library_of: LibraryOf) -> None:
    text = "# Before you start:\n\nBack up the files. Stop it.\n\nNote this:\n\nIt hums.\n\nBye.\n"
    searcher = library_of({"a.md": text})
    assert quoted(searcher, "Note this").answer == "Note this:\n\nIt hums. [1]"
    assert "Stop it" not in quoted(searcher, "Before you start").answer


@pytest.mark.parametrize(
    ("count", "code", "end"),
    [
        (8, "lamp", "8. Step 8:\n\nlamp [1]"),
        (12, "lamp", "6. Step 6:\n\nlamp [1] (and 6 more)"),
        (5, "lamp " * 80, "lamp [1] (and 3 more)"),
    ],
)
def test_steps_are_counted_and_not_the_code_in_them(
    library_of: LibraryOf, count: int, code: str, end: str
) -> None:
    block = f"    ```\n    {code.strip()}\n    ```\n\n"
    steps = "".join(f"{n}. Step {n}:\n\n{block}" for n in range(1, count + 1))
    assert quoted(library_of({"a.md": f"Do this:\n\n{steps}"}), "Do this").answer.endswith(end)


def test_of_a_first_item_that_is_too_long_its_own_items_are_counted(
    library_of: LibraryOf,
) -> None:
    inner = "".join(f"  - a long line about lamp {n} {'and more ' * 8}\n" for n in range(40))
    answer = quoted(library_of({"a.md": f"We sell:\n\n- Lamps\n{inner}- Wires\n"}), "We sell")
    assert len(answer.answer) < 1300
    assert answer.citations[0].more == 42 - 6


def test_of_a_table_the_rows_are_counted(library_of: LibraryOf) -> None:
    rows = "".join(f"| M{n} | {n} |\n" for n in range(1, 11))
    table = f"Torques:\n\n| Bolt | Torque |\n|---|---|\n{rows}"
    assert quoted(library_of({"a.md": table}), "Torques").answer.endswith("M10 | 10 [1]")
    longer = quoted(library_of({"b.md": f"{table}| M11 | 11 |\n"}), "Torques").answer
    assert longer.endswith("M6 | 6 [1] (and 5 more)")


def test_of_a_long_block_of_code_the_beginning_is_quoted(library_of: LibraryOf) -> None:
    code = "\n".join(f"lamp --number {n}" for n in range(200))
    answer = quoted(library_of({"a.md": f"Run this:\n\n```\n{code}\n```\n"}), "Run this")
    assert answer.answer.startswith("Run this:\n\nlamp --number 0\n")
    shown = answer.answer.count("lamp --number")
    assert 10 < shown < 100
    assert answer.answer.endswith(f"lamp --number {shown - 1} [1] (and {200 - shown} more)")


def test_one_of_a_long_list_is_no_answer_about_all_of_it(library_of: LibraryOf) -> None:
    rows = "".join(f"| M{n} | {n} |\n" for n in range(30))
    searcher = library_of({"a.md": f"| Bolt | Torque |\n|---|---|\n{rows}"})
    row = next(one for one in evidence_of(searcher) if one.text.startswith("M7"))
    for all_or_none, answer in ((False, "Bolt | Torque [1]\nM7 | 7 [2]"), (True, UNSUPPORTED)):
        chosen = ChosenSentence(row, whole=True, all_or_none=all_or_none)
        composed_answer = composed(analyse("?"), Selection([chosen]), searcher.generation.store)
        assert composed_answer.answer == answer


def test_the_context_holds_what_is_not_quoted_too(guide: Searcher) -> None:
    [citation] = quoted(guide, "Wait for").citations
    text = guide.generation.store.document("guide.md").text  # type: ignore[union-attr]
    assert [text[span.start : span.end] for span in citation.context] == [
        "To reset it:",
        "Wait for the lamp.",
    ]
    assert citation.source.headings == ["Guide", "Reset"]


SETTINGS = """\
# Checks

- period is how often it looks. Default: `30s`.
- size is where it rolls.

  It is always on.

  Default: 9 MB

- mode is how it rolls.

The lamp waits for this long. Default: 5s. Unit: seconds. It hums.

The lamp warns first.

Default: yes

Ask Ida:

Phone: 12

Room: 7

Note: if the lamp is broken, nobody will look at it for days.
"""


@pytest.mark.parametrize(
    ("start", "answer"),
    [
        ("period", "period is how often it looks. Default: 30s. [1]"),
        ("size is", "size is where it rolls. [1]\nDefault: 9 MB [2]"),
        ("It is always", "It is always on.\n\nDefault: 9 MB [1]"),
        ("Default: 9", "size is where it rolls. [1]\nDefault: 9 MB [2]"),
        ("mode", "mode is how it rolls. [1]"),
        ("The lamp waits", "The lamp waits for this long. Default: 5s. [1]"),
        ("Default: 5s", "The lamp waits for this long. Default: 5s. [1]"),
        ("It hums", "It hums. [1]"),
        ("The lamp warns", "The lamp warns first.\n\nDefault: yes [1]"),
        ("Default: yes", "The lamp warns first.\n\nDefault: yes [1]"),
        ("Phone", "Phone: 12 [1]"),
        ("Room", "Room: 7 [1]"),  # it is no value of the line before
        ("Note", "Note: if the lamp is broken, nobody will look at it for days. [1]"),
    ],
)
def test_a_value_is_quoted_with_what_it_is_of(
    library_of: LibraryOf, start: str, answer: str
) -> None:
    assert quoted(library_of({"a.md": SETTINGS}), start).answer == answer


HALL = "The Hall\\\nSuite 207\\\nBrenn 94102"


@pytest.mark.parametrize(
    ("text", "start", "answer"),
    [
        (HALL.replace("The", "> The").replace("\n", "\n> "), "Brenn", "whole"),
        (HALL, "Suite", "whole"),
        ("> Rain falls. It freezes.", "Rain", "Rain falls. [1]"),
        ("\\\n".join(f"{n} eggs" for n in range(1, 7)), "3 eggs", "3 eggs [1]"),  # a list
        ("Room: 2\\\nDesk: 3\\\nDoor: 4", "Desk", "Desk: 3 [1]"),  # fields
    ],
)
def test_the_few_lines_of_an_address_are_quoted_together(
    library_of: LibraryOf, text: str, start: str, answer: str
) -> None:
    whole = f"{HALL} [1]".replace("\\", "")
    told = quoted(library_of({"a.md": f"Write to:\n\n{text}\n"}), start)
    assert told.answer == (whole if answer == "whole" else answer)
