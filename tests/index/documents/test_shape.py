from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents.clean import clean
from index.documents.formats.markup.markdown import read_markdown, read_mdx
from index.documents.formats.plain.plain_text import read_plain
from index.documents.shape import Mark, Piece, TextBuilder, block_of, blocks_of_lines, without
from index.documents.splitting.split import split
from index.errors import Unreadable
from index.records import BlockKind, RawDocument, Shape, Span
from tests.index.texts import documents
from tests.toy import ToyEncoder

count = ToyEncoder().count_tokens
_MARKUP = [
    *("# ", "- ", "3. ", "> ", "    ", "```", "| a | b |\n|---|---|\n| 1 | ", "**", "[x](y)", "~~"),
    *("<b>", "<!--", "-->", "<table><tr><td>", "{{ x }}", "[^1]", "\n\n[^1]: ", "\n: ", "***"),
    *(
        "\n",
        "\n\n",
        "\r\n",
        "\x00",
        "\u202e",
        "e\u0301",
        "\u0301",
        "🦦",
        "\t",
        "Read more\n",
        "&amp;",
    ),
]
marked_up = st.lists(st.one_of(st.sampled_from(_MARKUP), documents), max_size=12).map("".join)
texts = st.one_of(documents, marked_up, st.text())


def assert_shaped(text: str, shape: Shape) -> None:
    end = 0
    for place, block in enumerate(shape.blocks):
        assert end <= block.start < block.end <= len(text)
        assert not text[end : block.start].strip()
        assert block.span.of(text).strip()
        assert block.under is None or block.under < place
        assert all(block.start <= c.start <= c.end <= block.end for c in block.cells)
        end = block.end
    assert not text[end:].strip()
    assert all(0 <= link.start < link.end <= len(text) for link in shape.links)


@pytest.mark.parametrize("read", [read_plain, read_markdown, read_mdx])
@settings(max_examples=80, deadline=None)
@given(text=texts)
def test_blocks_cover_any_text_and_sentences_lie_in_blocks(
    read: Callable[[str, str], RawDocument], text: str
) -> None:
    raw = read("a", text)
    assert raw == read("a", text)
    assert_shaped(raw.text, raw.shape)
    try:
        document, _ = clean(raw)
    except Unreadable:
        return
    assert_shaped(document.text, document.shape)
    assert document.text == document.text.strip("\n")
    blocks = document.shape.blocks
    for passage in split(document.text, count, 60, blocks=blocks):
        for sentence in passage.sentences:
            assert sum(b.start <= sentence.start and sentence.end <= b.end for b in blocks) == 1


@settings(max_examples=80, deadline=None)
@given(texts)
def test_lines_alone_make_blocks_too(text: str) -> None:
    assert_shaped(text, Shape(tuple(blocks_of_lines(text))))


def test_pieces_become_a_text_with_links() -> None:
    builder = TextBuilder()
    builder.add(block_of(BlockKind.HEADING, 1), [Piece("  e\u0301t"), Piece("é\r\n")])
    builder.add(
        block_of(BlockKind.PARAGRAPH),
        [Piece("See "), Piece("the\x00 guide ", "g.md"), Piece("\n\n now"), Piece(" ")],
    )
    assert builder.add(block_of(BlockKind.PARAGRAPH), [Piece(" \n")]) is None
    text, shape = builder.build()
    assert text == "été\n\nSee the guide\nnow"
    [link] = shape.links
    assert text[link.start : link.end] == "the guide"


def test_single_line_ends_part_the_items_of_one_list() -> None:
    builder = TextBuilder()
    for group in (1, 1, 2):
        builder.add(block_of(BlockKind.ITEM, 1), [Piece("- x")], group)
    assert builder.build()[0] == "- x\n- x\n\n- x"


def test_what_is_under_a_block_that_goes_is_under_the_one_above_it() -> None:
    builder = TextBuilder()
    builder.add(block_of(BlockKind.HEADING, 1), [Piece("One")])
    builder.add(block_of(BlockKind.HEADING, 2), [Piece("Two")])
    builder.add(block_of(BlockKind.PARAGRAPH), [Piece("Text.", "x")])
    text, shape = builder.build()
    text, shape = without(text, shape, [Span(5, 10)])
    assert text == "One\n\nText."
    assert [(b.span.of(text), b.under) for b in shape.blocks] == [("One", None), ("Text.", 0)]
    assert shape.links[0].start == 5


def test_what_begins_anew_is_under_no_heading_before_it() -> None:
    builder = TextBuilder()
    builder.add(block_of(BlockKind.HEADING, 1), [Piece("Food")])
    builder.add(block_of(BlockKind.PARAGRAPH), [Piece("They eat:")])
    builder.leave_headings()
    builder.add(block_of(BlockKind.ITEM, 1), [Piece("- clams")])
    builder.add(block_of(BlockKind.HEADING, 1), [Piece("Sleep")])
    builder.add(block_of(BlockKind.PARAGRAPH), [Piece("Afloat.")])
    _, shape = builder.build()
    assert [block.under for block in shape.blocks] == [None, 0, None, None, 3]


def test_a_block_that_goes_on_over_a_page_end_stands_on_both_pages() -> None:
    first, second = (Mark("page", number, f"page {number}") for number in "12")
    read = Mark("ocr", "2", "read from a picture")
    builder = TextBuilder()
    builder.add(block_of(BlockKind.PARAGRAPH), [Piece(" One. ", marks=(first,))])
    builder.add(
        block_of(BlockKind.PARAGRAPH),
        [Piece("Begun here ", marks=(first,)), Piece("and ended there. ", marks=(second, read))],
    )
    row = [[Piece("a", marks=(second,))], [], [Piece("b", marks=(second,))]]
    builder.add_row(block_of(BlockKind.ROW), row, group=builder)
    text, shape = builder.build()
    assert [(p.kind, p.label, text[p.start : p.end]) for p in shape.places] == [
        ("page", "page 1", "One.\n\nBegun here "),
        ("page", "page 2", "and ended there.\n\na |  | b"),
        ("ocr", "read from a picture", "and ended there."),
    ]


def test_pieces_that_stand_nowhere_make_no_place() -> None:
    builder = TextBuilder()
    with builder.at("part", "mail.eml"):
        builder.add(
            block_of(BlockKind.PARAGRAPH), [Piece("x", marks=(Mark("page", "1"),)), Piece("y")]
        )
    builder.add(block_of(BlockKind.PARAGRAPH), [Piece("  ", marks=(Mark("page", "2"),))])
    _, shape = builder.build()
    assert [(p.kind, p.value, p.start, p.end) for p in shape.places] == [
        ("part", "mail.eml", 0, 2),
        ("page", "1", 0, 1),
    ]
