from typing import Any

import pytest

from index.documents.formats.rst.rst_reader import read_rst
from index.records import BlockKind
from tests.index.documents.formats import real_files
from tests.index.timing import seconds_of


def text_of(text: str) -> str:
    return read_rst("a.rst", text).text


@real_files.needed
@pytest.mark.parametrize("file", real_files.files_of("rst"))
def test_real_files_are_read_right(file: dict[str, Any]) -> None:
    real_files.check(file)


def test_titles_rank_by_the_order_in_which_their_styles_come() -> None:
    document = read_rst("a.rst", "=====\nGates\n=====\n\nOne\n---\n\nx\n\nDeep\n~~~~\n\nTwo\n---\n")
    levels = [(b.level, b.span.of(document.text)) for b in document.shape.blocks]
    assert levels == [(1, "Gates"), (2, "One"), (0, "x"), (3, "Deep"), (2, "Two")]
    assert document.title == "Gates"


def test_the_fields_at_the_start_tell_author_and_date() -> None:
    document = read_rst("a.rst", "Gates\n=====\n\n:Author: Ann Lee\n:Date: 2024-05-03\n\nText.\n")
    assert (document.author, document.published) == ("Ann Lee", "2024-05-03")


def test_inline_marks_leave_their_text() -> None:
    text = (
        "Use ``a_b *c*``, **bold**, *it* and `the list <https://a.example/>`_ of :func:`~x.open`,\n"
        "see :ref:`Locks <locks>`, |v| and Lists_; 2\\*3, snake_case and H\\ :sub:`2`\\ O.\n\n"
        ".. |v| replace:: version 2\n.. _Lists: https://l.example/\n"
    )
    document = read_rst("a.rst", text)
    assert document.text == (
        "Use a_b *c*, bold, it and the list of open, see Locks, version 2 and Lists; 2*3, "
        "snake_case and H2O."
    )
    assert [k.href for k in document.shape.links] == ["https://a.example/", "https://l.example/"]


def test_lists_nest_and_keep_their_numbers() -> None:
    text = "* one\n\n  * inner\n\n* two\n\nThen:\n\n3. three\n#. four\n\n   iv. deep\n"
    document = read_rst("a.rst", text)
    assert document.text == "- one\n- inner\n- two\n\nThen:\n\n3. three\n4. four\n4. deep"
    assert [b.level for b in document.shape.blocks] == [1, 2, 1, 0, 1, 1, 2]


def test_definitions_fields_and_options_stand_with_what_they_are() -> None:
    assert text_of("Sill\n    The beam below.\n\nGate\n    It opens.\n") == (
        "Sill: The beam below.\nGate: It opens."
    )
    assert (
        text_of("Text.\n\n:param gate: which one\n:orphan:\n") == "Text.\n\nparam gate: which one"
    )
    assert text_of("-f, --force  by force\n-q           quietly\n") == (
        "-f, --force: by force\n-q: quietly"
    )


def test_literal_blocks_and_code_keep_their_white_space() -> None:
    document = read_rst(
        "a.rst",
        "Run this::\n\n    for g in gates:\n        g.open()\n\n"
        ".. code-block:: python\n   :linenos:\n\n   x = 1\n\n>>> 1 + 1\n2\n",
    )
    codes = [b for b in document.shape.blocks if b.kind is BlockKind.CODE]
    assert [(b.language, b.span.of(document.text)) for b in codes] == [
        (None, "for g in gates:\n    g.open()"),
        ("python", "x = 1"),
        ("pycon", ">>> 1 + 1\n2"),
    ]
    assert document.text.startswith("Run this:\n")


SIMPLE = "====  ====\nA     B\n====  ====\n1     two\n      lines\n2     x\n====  ====\n"
GRID = "+---+-----+\n| A | B   |\n+===+=====+\n| 1 | two |\n+---+-----+\n"
LISTED = ".. list-table:: Ships\n   :header-rows: 1\n\n   * - A\n     - B\n   * - 1\n     - two\n"
SEPARATED = '.. csv-table::\n   :header: "A", "B"\n\n   1, "two, or three"\n'


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (SIMPLE, ["A | B", "1 | two lines", "2 | x"]),
        (GRID, ["A | B", "1 | two"]),
        (LISTED, ["A | B", "1 | two"]),
        (SEPARATED, ["A | B", "1 | two, or three"]),
    ],
    ids=["simple", "grid", "list", "csv"],
)
def test_tables_become_rows_under_their_header(table: str, rows: list[str]) -> None:
    document = read_rst("a.rst", table)
    found = [b for b in document.shape.blocks if b.kind is BlockKind.ROW]
    assert [b.span.of(document.text) for b in found] == rows
    assert [b.header for b in found] == [True] + [False] * (len(rows) - 1)


def test_directives_give_their_text_and_include_nothing() -> None:
    text = (
        ".. note:: Mind the gap.\n\n   It is wide.\n\n.. include:: secret.txt\n\n"
        ".. image:: a.png\n   :alt: x\n\n.. a remark\n\n.. toctree::\n\n   other\n\n"
        ".. versionadded:: 2.0\n   Gates.\n\n.. py:function:: open(gate)\n\n   Opens it.\n"
    )
    assert text_of(text) == (
        "Mind the gap.\n\nIt is wide.\n\nNew in version 2.0: Gates.\n\nopen(gate): Opens it."
    )


def test_a_footnote_is_under_what_refers_to_it() -> None:
    document = read_rst("a.rst", "It leaks. [#a]_\n\nMore.\n\n.. [#a] Since May.\n")
    assert document.text == "It leaks. [1]\n\nMore.\n\n[1] Since May."
    assert (document.shape.blocks[2].kind, document.shape.blocks[2].under) == (BlockKind.NOTE, 0)


@pytest.mark.parametrize(
    "text",
    ["*a " * 50_000, "`a <b" * 50_000, "* " * 5_000 + "x", " x\n" * 9, "=== ===\n" * 5_000, "|a"],
)
def test_hostile_texts_are_read_to_their_end(text: str) -> None:
    assert read_rst("a.rst", text) is not None


@pytest.mark.parametrize("line", ["| an *otter* by ``a`` gate\n", "an *otter* by ``a`` gate\n"])
def test_many_lines_of_one_block_take_about_as_long_as_many_items(line: str) -> None:
    to_read_items = seconds_of(lambda: text_of("* an *otter* by ``a`` gate\n" * 5000), 1)
    assert seconds_of(lambda: text_of(line * 5000), 1) < 5 * to_read_items
