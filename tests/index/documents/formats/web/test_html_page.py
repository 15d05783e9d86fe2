from typing import Any

import pytest

from index.documents.formats.web.html_page import read_html
from index.errors import Unreadable
from index.originals import FileStatus, Original
from index.records import RawDocument
from tests.index.documents.formats import real_files

SENTENCES = (
    "The harbour master closed the northern lock after divers found a crack in the lower gate.",
    "Engineers expect that the repair will take three weeks and cost forty thousand euros.",
    "Until then all ships longer than sixty metres have to wait at the outer quay.",
    "The ferry keeps its winter timetable, with two crossings in the morning and three at night.",
)
PROSE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def read(markup: str | bytes) -> RawDocument:
    data = markup.encode() if isinstance(markup, str) else markup
    return next(read_html(Original("page.html", data)))


@real_files.needed
@pytest.mark.parametrize("file", real_files.files_of("html"))
def test_the_text_of_real_pages_is_whole(file: dict[str, Any]) -> None:
    documents = real_files.check({**file, "must_not_contain": []})
    if file.get("title"):
        assert documents[0].title == file["title"]


@real_files.needed
def test_most_boilerplate_of_real_pages_is_left_out() -> None:
    # What stands in the midst of an article, as a disclosure of its advertisers, may stay.
    phrases, kept = 0, 0
    for parameter in real_files.files_of("html"):
        file = parameter.values[0]
        text = "\n".join(raw.text for raw in real_files.reading_of(file)[1])
        phrases += len(file["must_not_contain"])
        kept += sum(phrase in text for phrase in file["must_not_contain"])
    assert kept <= phrases / 3


def test_the_main_text_comes_without_menus_banners_and_comments() -> None:
    document = read(
        "<html lang=en><body><div class=cookie-banner>We use cookies.</div>"
        "<nav><a href=/>Home</a></nav>"
        f"<main><article><h1>The gate</h1>{PROSE}<div class=share-buttons>Share this</div>"
        "</article><section id=comments class=comments><p>Great post, thank you.</p></section>"
        "</main><aside><a href=/x>The old pier</a></aside><footer>All rights reserved</footer>"
    )
    assert document.text.split("\n\n") == ["The gate", *SENTENCES]
    assert document.warnings == ()


def test_lists_tables_and_code_come_with_the_text_around_them() -> None:
    document = read(
        f"<main><h1>Gates</h1>{PROSE}<ul><li>Bring a torch</li><li>Wear boots</li></ul>"
        f"<pre>gate --open</pre>{PROSE.replace('The', 'A')}"
        "<dl><dt>Sill</dt><dd>The beam below.</dd></dl>"
        "<table><tr><th>Ship<th>Length<tr><td>Gudrun<td>61 m<tr><td>Astrid<td>58 m</table></main>"
    )
    for kept in ("- Bring a torch\n- Wear boots", "gate --open", "Sill: The beam below."):
        assert kept in document.text
    assert "Ship | Length\nGudrun | 61 m\nAstrid | 58 m" in document.text


def test_all_posts_of_a_thread_are_kept() -> None:
    posts = "".join(
        f"<div class=post><div class=who>Ann</div><div class=body>{s}</div></div>"
        for s in SENTENCES
    )
    text = read(f"<h1>Lock closed?</h1>{posts}<div id=footer>Powered by a board</div>").text
    assert all(sentence in text for sentence in SENTENCES)
    assert "Powered" not in text


def test_a_page_of_nothing_but_a_list_of_links_is_kept() -> None:
    links = "".join(f"<li><a href=http://e.example/{n}>Site {n}</a></li>" for n in range(9))
    assert read(f"<h1>Good links</h1><ul>{links}</ul>").text.count("- Site") == 9


@pytest.mark.parametrize(
    "markup",
    ["<html></html>", "<div id=root></div><noscript>Enable JavaScript.</noscript>", "<p hidden>x"],
)
def test_a_page_without_text_is_empty(markup: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(markup)
    assert refused.value.status is FileStatus.EMPTY


def test_the_declared_encoding_is_used() -> None:
    page = "<meta charset=windows-1251><p>Шлюз закрыт до мая.</p>"
    assert read(page.encode("cp1251")).text == "Шлюз закрыт до мая."


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 20_000 + "text",
        "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">text</p>",
        "<table>" + "<tr><td rowspan=9999 colspan=9999>text<td>y" * 300 + "</table>",
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script><p>text",
        "<p title='" + "a" * 12_000_000 + "'>text</p>",
    ],
    ids=["depth", "attributes", "spans", "json", "long attribute"],
)
def test_hostile_pages_are_read_to_their_end(markup: str) -> None:
    assert "text" in read(markup).text
