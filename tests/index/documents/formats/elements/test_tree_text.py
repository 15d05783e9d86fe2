import pytest

from index.documents.formats.elements.page_tree import tree_of
from index.documents.formats.elements.tree_text import TreeText
from index.documents.shape import TextBuilder
from index.records import BlockKind, Shape


def read(markup: str) -> tuple[str, Shape]:
    builder = TextBuilder()
    root = tree_of(markup)
    assert root is not None
    TreeText(builder).read(root)
    return builder.build()


def blocks(markup: str, kind: BlockKind) -> list[str]:
    text, shape = read(markup)
    return [block.span.of(text) for block in shape.blocks if block.kind is kind]


def test_headings_keep_their_level_and_lose_their_permalink() -> None:
    text, shape = read("<h1>Gates<a href='#g'>¶</a></h1><p>One.</p><h3>Locks</h3><p>Two.</p>")
    headings = [b for b in shape.blocks if b.kind is BlockKind.HEADING]
    assert [(b.level, b.span.of(text)) for b in headings] == [(1, "Gates"), (3, "Locks")]
    assert text == "Gates\n\nOne.\n\nLocks\n\nTwo."


def test_items_keep_numbers_and_nesting() -> None:
    text, shape = read("<ol start=3><li>c<ul><li>inner</ul><li value=7><p>d</p><p>more</p></ol>")
    assert text == "3. c\n- inner\n7. d\n\nmore"
    assert [(b.level, b.number) for b in shape.blocks] == [(1, 3), (2, None), (1, 7), (0, None)]
    assert shape.blocks[3].under == 2


def test_terms_stand_with_their_definitions_though_nobody_ended_them() -> None:
    text, _ = read("<dl><dt>Sill<dt>Beam<dd>Below a gate.<dt>Why?<dd>So.<dd>And so.</dl>")
    assert text == "Sill, Beam: Below a gate.\nWhy? So.\nAnd so."


def test_a_table_of_data_becomes_rows_under_their_header() -> None:
    text, shape = read(
        "<table><caption>Ships</caption><tr><th>Name<th>Length<tr><td rowspan=2>Gudrun<td>61 m"
        "<tr><td>63 m<tr><td colspan=2>none</table>"
    )
    assert text == "Ships\n\nName | Length\nGudrun | 61 m\nGudrun | 63 m\nnone |"
    rows = [b for b in shape.blocks if b.kind is BlockKind.ROW]
    assert [row.header for row in rows] == [True, False, False, False]
    assert all(row.under == shape.blocks.index(rows[0]) for row in rows[1:])


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        (
            "<tr><td>Day<td>Open</tr> <tr><td>Monday<td>9:00</tr> <tr><td>Friday<td>8:00",
            "Day | Open",
        ),
        (
            "<tr><td><b>Ship</b><td><strong>Port</strong></tr><tr><td>Gudrun<td>Brake",
            "Ship | Port",
        ),
        ("<tr><td><b>Ship</b><td>Port</tr><tr><td>Gudrun<td>Brake", None),
        ("<tr><td>Gudrun<td>Brake</tr><tr><td>Tilde<td>Elmsund", None),
        ("<tr><th>Day<td>Open</tr><tr><th>Length<td>61", None),  # names beside their values
        (
            "<thead><tr><td>Ship<td>Port</tr></thead><tr><td>Gudrun<td>Brake",
            "Ship | Port",
        ),
    ],
)
def test_a_row_names_the_columns_though_no_cell_is_marked_as_one_that_does(
    rows: str, header: str | None
) -> None:
    text, shape = read(f"<table>{rows}</table>")
    assert [block.span.of(text) for block in shape.blocks if block.header] == (
        [header] if header else []
    )


def test_a_table_that_places_the_parts_of_a_page_becomes_its_parts() -> None:
    markup = "<table><tr><td><a href=x>Home</a><td><h2>Gates</h2><p>They open.</p></table>"
    assert blocks(markup, BlockKind.ROW) == []
    assert blocks(markup, BlockKind.HEADING) == ["Gates"]


def test_code_keeps_its_white_space_and_language_and_loses_line_numbers() -> None:
    text, shape = read(
        "<div class='highlight-python notranslate'><pre>"
        "<span class=linenos>1</span>for g in gates:\n<span class=linenos>2</span>    g.open()"
        "</pre></div>"
    )
    assert text == "for g in gates:\n    g.open()"
    assert (shape.blocks[0].kind, shape.blocks[0].language) == (BlockKind.CODE, "python")


def test_code_in_a_table_beside_its_line_numbers_is_code() -> None:
    rows = "".join(
        f"<tr><td data-line-number={n}></td><td class=blob-code>{code}</td></tr>"
        for n, code in enumerate(("x = [", "    3]"), 1)
    )
    assert blocks(f"<table>{rows}</table>", BlockKind.CODE) == ["x = [\n    3]"]


def test_prose_that_is_set_with_its_line_ends_is_no_code() -> None:
    sentence = "The gate opens slowly and\n   closes faster than it opened. "
    assert blocks(f"<pre>{sentence * 8}</pre>", BlockKind.CODE) == []


def test_two_line_ends_part_paragraphs_and_a_bold_line_is_a_heading() -> None:
    text, shape = read("<b>Old page</b><br>first<br>second<br><br>third")
    assert text == "Old page\n\nfirst\nsecond\n\nthird"
    assert [block.kind for block in shape.blocks] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
    ]


def test_a_footnote_is_under_what_refers_to_it() -> None:
    text, shape = read(
        "<p>Other.</p><p>It leaks.<sup><a href='#n1'>1</a></sup></p>"
        "<section class=footnotes><ol><li id=n1>Since May. <a href='#r'>↩</a></ol></section>"
    )
    assert text == "Other.\n\nIt leaks.¹\n\n1. Since May."
    assert (shape.blocks[2].kind, shape.blocks[2].under) == (BlockKind.NOTE, 1)


def test_the_mark_of_a_note_is_no_part_of_a_number() -> None:
    text, _ = read("<p>It grew by 20.6%<a role=doc-noteref href='#n4'>4</a> in May.")
    assert text == "It grew by 20.6%⁴ in May."


def test_struck_text_powers_quotations_and_parted_words() -> None:
    text, _ = read("<p>10<sup>6</sup> <del>no</del> <q>yes</q> Dampf\u00adschiff&nbsp;&nbsp;fährt")
    assert text == "10⁶ ~~no~~ “yes” Dampfschiff fährt"


def test_links_stand_where_their_text_does() -> None:
    text, shape = read("<p>See <a href='https://a.example/b'>the <b>list</b></a>. <a href='#x'>up")
    assert [(text[k.start : k.end], k.href) for k in shape.links] == [
        ("the ", "https://a.example/b"),
        ("list", "https://a.example/b"),
    ]
