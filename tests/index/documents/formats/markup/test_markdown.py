import pytest

from index.documents.formats.markup.markdown import read_markdown, read_mdx
from index.records import Block, BlockKind


def text_of(markdown: str) -> str:
    return read_markdown("a.md", markdown).text.strip()


def test_headings_paragraphs_and_items_become_plain_text() -> None:
    markdown = """# Otters

They *dive* for [clams](http://x.org "t") and
eat them on their `backs`.

- first **item**
- second

1. one
2. two

## Kelp
Last."""
    assert text_of(markdown) == (
        "Otters\n\nThey dive for clams and eat them on their backs.\n\n"
        "- first item\n- second\n\n1. one\n2. two\n\nKelp\n\nLast."
    )


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("one  \ntwo", "one\ntwo"),
        ("```py\nx  =  1 # kept\n```", "x  =  1 # kept"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
        ("![An otter](otter.jpg) dives", "An otter dives"),
        ("> A quote.", "A quote."),
        ("5 < 6 & 7 > 2 &amp; so on", "5 < 6 & 7 > 2 & so on"),
        (r"\*not emphasis\*", "*not emphasis*"),
        ("<https://x.org/a>", "https://x.org/a"),
        ("one\r\ntwo\r\n\r\nthree", "one two\n\nthree"),
        ("- outer\n  - inner\n- last", "- outer\n- inner\n- last"),
        ("3. three\n4. four", "3. three\n4. four"),
        ("It costs ~~20~~ 25 euros.", "It costs ~~20~~ 25 euros."),
        ("It costs <del>20</del> 25 euros.", "It costs ~~20~~ 25 euros."),
        ("<!-- a draft -->\n\nText <!-- more --> here.", "Text here."),
        ("# Sockets { #sockets }", "Sockets"),
        ("## Wide\n{: .wide }", "Wide"),
        (
            "{{< note >}}Read{{< /note >}} {% include x %}this {{ page.title }} page.",
            "Read this page.",
        ),
        ("`{{ name }}` and\n\n```\n{{ name }}\n```", "{{ name }} and\n\n{{ name }}"),
        ("Text[^1].\n\n[^1]: A note.", "Text.\n\nA note."),
        ("Term\n: Its meaning", "Term: Its meaning"),
        ('!!! note "Mind"\n    The step.', "Mind\n\nThe step."),
        ("> [!WARNING]\n> Hot.", "Hot."),
        (":::tip\nCold.\n:::", "Cold."),
        (":::tip[Save power]\nCold.\n:::", "Save power\n\nCold."),
        ('::: {.callout-note title="Mind"}\nCold.\n:::', "Mind\n\nCold."),
        ("::: Warning :::\nCold.\n:::", "Cold."),
        (
            ':::row:::\n:::column span="2":::\nWarm.\n\n:::column-end:::\n:::row-end:::\nCold.',
            "Warm.\n\nCold.",
        ),
        ('Hot:\n:::image type="content" source="a.png" alt-text="b":::\nCold.', "Hot:\n\nCold."),
        ('# A\n::: zone pivot="b"\nWarm.\n::: zone-end\nCold.', "A\n\nWarm.\n\nCold."),
        ("> [!info]- Mind\n> The step.", "Mind\n\nThe step."),
        ('=== "Linux"\n\n    Run *make*.\n\nEnd', "Linux\n\nRun make.\n\nEnd"),
        ("See [[Kelp]] or [[Kelp forest|the forest]].![[a.png]]", "See Kelp or the forest."),
        ("10<sup>6</sup> m<sup>2</sup>, the 5<sup>th</sup>", "10⁶ m², the 5th"),
        ("<p>10<sup>-3</sup> g</p>", "10⁻³ g"),
        ("See www.otters.example or write wwwhat.", "See www.otters.example or write wwwhat."),
        ("- [ ] open\n- [x] done", "- ☐ open\n- ☑ done"),
        ("1. [X] **done**\n   - [ ] open", "1. ☑ done\n- ☐ open"),
        ("- [x](a.md) page\n- [y] no box\n\n[ ] text", "- x page\n- [y] no box\n\n[ ] text"),
        ('<input type="checkbox" checked> done', "☑ done"),
        ("H<sub>2</sub>O<br>is water", "H2O\nis water"),
        ("> The Hall<br/> Suite 2<br/> Brenn", "The Hall\nSuite 2\nBrenn"),
        (
            'The [office *guide*]({% page "/a b" %}#b) and [b]({{ site.url }}/a)',
            "The office guide and b",
        ),
        ('![a plan]({{ "/a.png" | absolute }} "A") of [c]() {% x %}', "a plan of c"),
    ],
)
def test_what_each_element_becomes(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


@pytest.mark.parametrize(
    "line",
    [
        "Replace <name> with your name and <your name> with it.",
        "Use List<String> in Java, or Set<A> there.",
        "If a<b and c>d then stop.",
        "<name>\nis yours.",
    ],
)
def test_a_placeholder_is_text(line: str) -> None:
    assert text_of(line) == line.replace("\n", " ")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("a<br>b<wbr>c <b>d</b> <u>e", "a\nbc d e"),
        ("<my-note>Kelp</my-note> sways.", "Kelp sways."),
        ("<Tabs>\n\nKelp.\n\n</Tabs>", "Kelp."),
        ('<icon name="a"> Kelp <Icon/>', "Kelp"),
        ("one<p>two", "onetwo"),
        ("H<sub>2</sub>O, `<name>`", "H2O, <name>"),
    ],
)
def test_a_tag_is_no_text(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Kelp %%a remark%% sways.\n\n%% to do %%", "Kelp sways."),
        ("Kelp.\n\n%%\nFirst.\n\nSecond.\n%%\n\nMore.", "Kelp.\n\nMore."),
        ("Kelp sways. ^a1b2c3\n\n- one ^first", "Kelp sways.\n\n- one"),
        ("[TOC]\n\n[[_TOC_]]\n\n\\newpage\n\n\\vspace{1cm}\n\nKelp.", "Kelp."),
        ("A [span *here*]{.blue} and `code`{=html}, [a](b){#c}.", "A span here and code, a."),
        ("# Kelp {docsify-ignore}", "Kelp"),
        ("*[HTML]: Hyper Text\n\nHTML is used.", "HTML: Hyper Text\n\nHTML is used."),
        ("<div hidden>A <div>se</div>cret</div>\n\nKelp.", "Kelp."),
        ('<p style="display: none">Secret</p>\n\nA <b hidden>se<i>c</i>ret</b> plan.', "A plan."),
        ("[![Build](b.svg)](ci) ![npm](x.png)\n\nKelp.", "Kelp."),
        ("[![Build passing](b.svg)](ci)\n[![Docs](d.svg)](ci)", ""),
    ],
)
def test_what_only_programs_read_is_no_text(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


@pytest.mark.parametrize(
    "line",
    [
        "Print 100%% and 5%% of it.",
        "%% Load\n%% Plot",
        "It is 10 ^2 and x ^y and 3^rd",
        "See the [TOC] or {id} in /users/{id}.",
        "The set [a]{b} has \\alpha in it.",
        "Get {user-id}",
    ],
)
def test_what_looks_like_it_stays(line: str) -> None:
    assert text_of(line) == line.replace("\n", " ")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("![A chart of sales](c.png)", "A chart of sales"),
        ("[![A chart of sales in 2023](t.png)](c.png)", "A chart of sales in 2023"),
        ("See ![one](a.png) ![two](b.png)", "See one two"),
    ],
)
def test_what_a_picture_shows_stays(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


def test_html_is_read_for_its_text() -> None:
    text = text_of(
        "<div>\nOtters dive.\n</div>\n\nThey <b>sleep</b> afloat.\n\n<script>\nx()\n</script>"
    )
    assert text == "Otters dive.\n\nThey sleep afloat."


def blocks_of(markdown: str) -> list[tuple[Block, str]]:
    document = read_markdown("a.md", markdown)
    return [(block, block.span.of(document.text)) for block in document.shape.blocks]


def test_every_block_knows_what_it_is_and_what_it_is_about() -> None:
    markdown = """# Router

## Reset

To reset it:

1. Unplug the cord.
   - Mind the fuse.

   ```sh
   unplug
   ```
2. Wait.

> Good luck.

| Part | Price |
|------|-------|
| Cord | 5 EUR |
"""
    blocks = blocks_of(markdown)
    assert [(b.kind.value, b.level, b.number, text) for b, text in blocks] == [
        ("heading", 1, None, "Router"),
        ("heading", 2, None, "Reset"),
        ("paragraph", 0, None, "To reset it:"),
        ("item", 1, 1, "1. Unplug the cord."),
        ("item", 2, None, "- Mind the fuse."),
        ("code", 0, None, "unplug"),
        ("item", 1, 2, "2. Wait."),
        ("quotation", 0, None, "Good luck."),
        ("row", 0, None, "Part | Price"),
        ("row", 0, None, "Cord | 5 EUR"),
    ]
    assert [block.under for block, _ in blocks] == [None, 0, 1, 2, 3, 3, 2, 1, 1, 8]
    assert [block.language for block, _ in blocks if block.kind is BlockKind.CODE] == ["sh"]
    assert [block.header for block, _ in blocks if block.kind is BlockKind.ROW] == [True, False]


def test_the_cells_of_a_row_have_spans() -> None:
    document = read_markdown("a.md", "| a | b |\n|---|---|\n| | [two](x.md) |")
    row = document.shape.blocks[1]
    assert [cell.of(document.text) for cell in row.cells] == ["", "two"]
    [link] = document.shape.links
    assert (document.text[link.start : link.end], link.href) == ("two", "x.md")


@pytest.mark.parametrize(
    ("markdown", "target"),
    [
        ("the [guide](g.md) here", "g.md"),
        ("the [guide][1] here\n\n[1]: g.md", "g.md"),
        ('the <a href="g.md">guide</a> here', "g.md"),
    ],
)
def test_links_are_kept_beside_the_text(markdown: str, target: str) -> None:
    document = read_markdown("a.md", markdown)
    assert document.text == "the guide here"
    [link] = document.shape.links
    assert (document.text[link.start : link.end], link.href) == ("guide", target)


def test_a_heading_needs_no_blank_behind_its_marks() -> None:
    blocks = blocks_of("#T\n\n##Fees\nTen.\n\n###Dogs ##\n\nNo.\n##dogs\n\n##2 of them\n\n## \n")
    assert [(b.kind.value, b.level, text) for b, text in blocks] == [
        ("paragraph", 0, "#T"),  # a tag, for all one knows
        ("heading", 2, "Fees"),
        ("paragraph", 0, "Ten."),
        ("heading", 3, "Dogs"),
        ("paragraph", 0, "No. ##dogs"),
        ("paragraph", 0, "##2 of them"),
    ]


def test_a_line_in_bold_stands_for_a_heading() -> None:
    blocks = blocks_of("# FAQ\n\n**May I go?**\nYes.\n\n**Mind the gap!**\n\n**Never** go.")
    assert [(b.kind.value, b.level, text) for b, text in blocks] == [
        ("heading", 1, "FAQ"),
        ("heading", 2, "May I go?"),
        ("paragraph", 0, "Yes."),
        ("paragraph", 0, "Mind the gap!"),
        ("paragraph", 0, "Never go."),
    ]


def test_a_footnote_is_about_the_block_that_refers_to_it() -> None:
    blocks = blocks_of("# T\n\nOne.\n\nTwo[^n].\n\nThree.\n\n[^n]: Why two.")
    assert blocks[-1][1] == "Why two."
    assert blocks[-1][0].kind is BlockKind.NOTE
    assert blocks[-1][0].under == 2


def test_mdx_leaves_imports_tags_and_expressions_out() -> None:
    mdx = """import { Tabs } from "tabs"
export const meta = {
  a: 1
}

# Title

<Tabs items={["a", "b"]} wide>
Some *text* {props.x} here.
</Tabs>

```js
import x from "y"
```
"""
    assert read_mdx("a.mdx", mdx).text == 'Title\n\nSome text here.\n\nimport x from "y"'


def test_a_tag_of_mdx_may_take_several_lines() -> None:
    markdown = '<Card\n  title="Kelp"\n  wide\n>\n  It *sways*.\n</Card>\n\nEnd.'
    assert read_mdx("a.mdx", markdown).text == "It sways.\n\nEnd."


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("---\ntitle: Only a title\n---\n", "Only a title"),
        ("---\nlayout: page\n---\n<!-- nothing -->", "a"),
        (
            "---\nauthor: [A. Doe, B. Roe]\ntags: kelp\n---\nText.",
            "Author: A. Doe, B. Roe\nTags: kelp\n\nText.",
        ),
    ],
)
def test_front_matter_may_be_all_there_is(markdown: str, text: str) -> None:
    assert read_markdown("a.md", markdown).text == text


def test_the_title_is_the_front_matters_then_the_first_heading() -> None:
    assert read_markdown("a.md", "---\ntitle: Sea Otters\n---\n# Kelp\nText.").title == "Sea Otters"
    assert read_markdown("a.md", "Text.\n\n## The *Kelp*\n\n# More").title == "The Kelp"
    assert read_markdown("a.md", "Text.").title is None


@pytest.mark.parametrize(("heading", "title"), [("# Kelp", "Kelp"), ("## Kelp", None)])
def test_a_later_section_s_heading_is_no_title(heading: str, title: str | None) -> None:
    letter = "Welcome aboard! This letter tells you all about your new life with us. " * 4
    assert read_markdown("a.md", f"{letter}\n\n{heading}\n\nIt grows.").title == title
    assert read_markdown("a.md", f"## Otter\n\n{letter}\n\n{heading}").title == "Otter"


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("date: 2022-12-29", "2022-12-29"),
        ("published: 2022-12-29 10:30:00", "2022-12-29T10:30:00"),
        ("date: '2022-12-29T10:30'", "2022-12-29T10:30:00"),
        ("date: last winter", None),
        ("title: x", None),
    ],
)
def test_published_is_the_front_matters_date(line: str, published: str | None) -> None:
    document = read_markdown("a.md", f"---\n{line}\n---\nText.")
    assert document.published == published
    assert document.text.strip() == "Text."


@pytest.mark.parametrize("block", ["[unclosed", "Prose between two rules.", "- an item"])
def test_what_is_no_front_matter_stays_text(block: str) -> None:
    kept = text_of(f"---\n{block}\n---\nText.")
    assert block in kept
    assert kept.endswith("Text.")


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        ("a. by letter\nb. by *e-mail*\nc. in person", [1, 2, 3]),
        ("(1) one\n(2) two", [1, 2]),
        ("I. one\nII. two", [1, 2]),
        ("iv) four\nv) five\nvi) six", [4, 5, 6]),
        ("• a photo\n• a **pass**port", [None, None]),
        ("• a knife<br>\n• a board", [None, None]),
        ("– one  \n– two", [None, None]),
        ("a) [one](x.md)\nb) two", [1, 2]),
        ("·\u00a0one\n·\u00a0two", [None, None]),
    ],
)
@pytest.mark.parametrize("lead_in", ["Bring:\n\n", "Bring:<br>"])
def test_lines_with_marks_are_a_list(lines: str, numbers: list[int | None], lead_in: str) -> None:
    blocks = blocks_of(f"# T\n\n{lead_in}{lines}\n\nEnd.")
    assert [block.kind for block, _ in blocks[2:-1]] == [BlockKind.ITEM] * len(numbers)
    assert [block.number for block, _ in blocks[2:-1]] == numbers
    assert [block.under for block, _ in blocks] == [None, 0, *[1] * len(numbers), 0]
    assert [text for _, text in blocks][:2] == ["T", "Bring:"]


def test_lines_with_marks_in_an_item_are_a_list_below_it() -> None:
    blocks = blocks_of("1. Vote:\n   a. by letter\n   b. in person\n2. Count.")
    assert [(b.level, b.number, b.under, text) for b, text in blocks] == [
        (1, 1, None, "1. Vote:"),
        (2, 1, 0, "a. by letter"),
        (2, 2, 0, "b. in person"),
        (1, 2, None, "2. Count."),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "The moon hangs low\nabove the wall",
        "A. Doe wrote it\nB. Roe read it",
        "– a dash opens it\nand a line follows",
        "• one • two",
        "a. one\nc. three",
        "(1) one\n3. three",
        "I. Kant wrote\nand wrote",
        "In two ways, see below\na. one\nb. two",
    ],
)
def test_other_lines_are_a_paragraph(lines: str) -> None:
    [(block, text)] = blocks_of(lines)
    assert block.kind is BlockKind.PARAGRAPH
    assert text == lines.replace("\n", " ")


def told(markdown: str) -> list[tuple[str, int, int | None, str]]:
    return [(b.kind.value, b.level, b.under, text) for b, text in blocks_of(markdown)]


@pytest.mark.parametrize(
    "container",
    [
        "> **Danger**\n> Mind:\n> - one",
        "> **Danger**\n>\n> Mind:\n> - one",
        "> [!WARNING] Danger\n> Mind:\n> - one",
        '!!! warning "Danger"\n    Mind:\n\n    - one',
        ":::warning[Danger]\nMind:\n- one\n:::",
        "<details><summary>Danger</summary>\n\nMind:\n\n- one\n\n</details>",
        "<details>\n<summary><b>Danger</b></summary>\n<p>Mind:</p><ul><li>one</ul></details>",
    ],
)
def test_what_has_a_title_is_a_section_that_ends(container: str) -> None:
    assert told(f"# T\n\n## U\n\n{container}\n\nEnd.\n\n### V\n\nLast.") == [
        ("heading", 1, None, "T"),
        ("heading", 2, 0, "U"),
        ("heading", 3, 1, "Danger"),
        ("paragraph", 0, 2, "Mind:"),
        ("item", 1, 3, "- one"),
        ("paragraph", 0, 1, "End."),
        ("heading", 3, 1, "V"),
        ("paragraph", 0, 6, "Last."),
    ]


def test_a_command_of_tex_in_a_cell_is_text() -> None:
    assert text_of("| RTF |\n|---|\n| \\title |") == "RTF\n\\title"


def test_what_folds_up_may_lie_in_another() -> None:
    assert told(
        "<details><summary>A</summary>\n\n<details><summary>B</summary>\n\nIn.\n\n</details>\n\n"
        "Between.\n\n</details>\n\nEnd."
    ) == [
        ("heading", 1, None, "A"),
        ("heading", 2, 0, "B"),
        ("paragraph", 0, 1, "In."),
        ("paragraph", 0, 0, "Between."),
        ("paragraph", 0, None, "End."),
    ]


def test_what_folds_up_in_a_list_ends_no_item() -> None:
    markdown = "1. One\n\n   <details><summary>A</summary>In.</details>\n\n2. Two"
    assert [kind for kind, *_ in told(markdown)] == ["item", "paragraph", "paragraph", "item"]


@pytest.mark.parametrize(
    ("quotation", "texts"),
    [
        ("> **Ada Roe**\n> Kelp sways.", [("heading", "Ada Roe"), ("quotation", "Kelp sways.")]),
        ("> **Kelp sways.**\n> It does.", [("quotation", "Kelp sways. It does.")]),
        ("> **Kelp** sways.\n> It does.", [("quotation", "Kelp sways. It does.")]),
        ("> **Kelp**", [("quotation", "Kelp")]),
    ],
)
def test_a_line_in_bold_above_a_quotation(quotation: str, texts: list[tuple[str, str]]) -> None:
    assert [(kind, text) for kind, _, _, text in told(f"# T\n\n{quotation}")[1:]] == texts


def test_no_document_is_named_after_its_first_admonition() -> None:
    assert [kind for kind, *_ in told("> **Note**\n> Kelp sways.")] == ["paragraph", "paragraph"]


def test_a_heading_is_not_under_a_line_in_bold() -> None:
    markdown = "# FAQ\n\n**May I go?**\n\nYes.\n\n### Is it far?\n\nNo.\n\n**And back?**\n\nAh."
    assert told(markdown) == [
        ("heading", 1, None, "FAQ"),
        ("heading", 2, 0, "May I go?"),
        ("paragraph", 0, 1, "Yes."),
        ("heading", 3, 0, "Is it far?"),
        ("paragraph", 0, 3, "No."),
        ("heading", 4, 3, "And back?"),
        ("paragraph", 0, 5, "Ah."),
    ]


@pytest.mark.parametrize("lead_in", ["Poets:\n", "Poets:\n\n"])
def test_a_table_may_lack_its_rule(lead_in: str) -> None:
    blocks = blocks_of(f"{lead_in}| Author | Born |\n| *Mara* Vell | 1961 |\n| a \\| b | |\nEnd.")
    assert [(block.kind.value, block.header, text) for block, text in blocks] == [
        ("paragraph", False, "Poets:"),
        ("row", True, "Author | Born"),
        ("row", False, "Mara Vell | 1961"),
        ("row", False, "a | b |"),
        ("paragraph", False, "End."),
    ]
    assert len(blocks[2][0].cells) == 2


@pytest.mark.parametrize(
    "lines",
    [
        "| one bar\n| in each line",
        "| one |\n| two |",
        "| a | b |\n| c |",
        "| a | b | alone",
        "Home | About |\nNews | Shop |",
    ],
)
def test_bars_alone_make_no_table(lines: str) -> None:
    assert told(lines) == [("paragraph", 0, None, lines.replace("\n", " "))]


def test_a_line_above_a_table_with_its_rule_is_none_of_its_rows() -> None:
    kinds = [kind for kind, *_ in told("| T | |\n| A | B |\n|---|---|\n| 1 | 2 |")]
    assert kinds == ["paragraph", "row", "row"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("**Cook:** Ida\n**Open:** noon\nto nine", "Cook: Ida\nOpen: noon to nine"),
        ("**Cook**: Ida\n**Open**: *noon*", "Cook: Ida\nOpen: noon"),
        ("Cook: Ida\nOpen: noon 🕛\nSeats: 12", "Cook: Ida\nOpen: noon 🕛\nSeats: 12"),
        ("- **Cook:** Ida\n  **Open:** noon", "- Cook: Ida\nOpen: noon"),
        ("> **Cook:** Ida\n> **Open:** noon", "Cook: Ida\nOpen: noon"),
    ],
)
def test_fields_keep_their_lines(lines: str, text: str) -> None:
    assert text_of(lines) == text


@pytest.mark.parametrize(
    "lines",
    [
        "**Note:** soup is served\nuntil nine.",
        "Soup is served by the\n**cook:** nobody else may\n**serve:** it.",
        "Mind: soup\nis hot: always",
        "Mind: soup is hot\nand: it spills\nat 10:30 sharp",
        "**Is it hot?** Yes.\n**Is it good?** No.",
    ],
)
def test_other_lines_with_colons_are_joined(lines: str) -> None:
    assert text_of(lines) == lines.replace("**", "").replace("\n", " ")


def test_what_lies_deep_in_lists_and_quotations_is_kept() -> None:
    items = [f"{'  ' * depth}- level {depth}" for depth in range(25)]
    assert text_of("\n".join(items)).endswith("- level 24")
    assert text_of("> " * 40 + "deep") == "deep"


def test_many_rows_side_by_side_lose_nothing() -> None:
    row = ":::row:::\n:::column:::\nPart {}.\n:::column-end:::\n:::row-end:::\n\n"
    text = text_of("".join(row.format(number) for number in range(80)))
    assert [f"Part {number}." in text for number in range(80)] == [True] * 80


def test_bars_in_code_part_no_cells_where_there_would_be_too_many() -> None:
    head = "| Rule | Example |\n|---|---|\n"
    assert text_of(head + "| json | ``/(json|yaml)`` |") == "Rule | Example\njson | /(json|yaml)"
    assert text_of(head + "| json | `a\\|b` |") == "Rule | Example\njson | a|b"
    assert text_of(head + "| `a | b` |") == "Rule | Example\n`a | b`"
    assert text_of("| Rule |\n|---|\n| `a|b|c` |\n\n`d|e`") == "Rule\na|b|c\n\nd|e"


def test_code_stands_under_its_tab_or_its_title() -> None:
    fences = (
        '```yaml tab="Docker & Swarm"\na: 1\n```\n\n'
        "```yaml title='k8s.yml'\nb: 2\n```\n\n```yaml\nc: 3\n```\n\nAfter."
    )
    document = read_markdown("a.md", f"# Rates\n\n{fences}")
    assert document.text.strip() == (
        "Rates\n\nDocker & Swarm\n\na: 1\n\nk8s.yml\n\nb: 2\n\nc: 3\n\nAfter."
    )
    blocks = document.shape.blocks
    above = [b.under is not None and blocks[b.under].span.of(document.text) for b in blocks]
    assert above == [False, "Rates", "Docker & Swarm", "Rates", "k8s.yml", "Rates", "Rates"]
    assert [block.language for block in blocks if block.kind is BlockKind.CODE] == ["yaml"] * 3


def test_a_footnote_in_itself_is_read() -> None:
    assert "Otter" in read_markdown("a.md", "Otter\n\n[^1]:   - [^1]: \n\nKelp").text
