import json

import pytest
from lxml.html import document_fromstring

from index.documents.formats.web.page_details import PageDetails, day_of, details_of


def details(head: str, body: str = "") -> PageDetails:
    markup = f"<html lang=en-GB><head>{head}</head><body>{body}</body></html>"
    return details_of(document_fromstring(markup), markup)


def json_ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_meta_elements_are_read() -> None:
    found = details(
        "<title>Gates | Harbour Times</title><meta property=og:site_name content='Harbour Times'>"
        "<meta name=author content='Ann Lee'><link rel=canonical href=https://h.example/gates>"
        "<meta property=article:published_time content=2024-05-03T23:10:00+02:00>"
    )
    assert found == PageDetails(
        title="Gates",
        author="Ann Lee",
        site="Harbour Times",
        published="2024-05-03",
        language="en-GB",
        url="https://h.example/gates",
        superseded=None,
    )


def test_an_author_may_be_described_elsewhere_in_the_page() -> None:
    graph = [
        {"@type": "WebPage", "datePublished": "2020-01-01"},
        {"@type": "NewsArticle", "author": {"@id": "#a"}, "datePublished": "2024-02-01"},
        {"@type": "Person", "@id": "#a", "name": "Ann Lee"},
    ]
    found = details(json_ld({"@graph": graph}))
    assert (found.author, found.published) == ("Ann Lee", "2024-02-01")


@pytest.mark.parametrize(
    ("head", "superseded"),
    [
        ('<link rel="successor-version" href="/gate/2">', "/gate/2"),
        ('<meta name="DCTERMS.isReplacedBy" content="https://h.example/2">', "https://h.example/2"),
        ('<meta name="superseded_by" content="gate2.html">', "gate2.html"),
        ('<meta name="deprecated" content="true">', ""),
        ('<meta name="robots" content="noarchive"><link rel="canonical" href="/gate">', None),
    ],
)
def test_a_page_says_what_replaces_it(head: str, superseded: str | None) -> None:
    assert details(head).superseded == superseded


def test_nothing_is_guessed_from_the_text() -> None:
    found = details("<title>Gates</title>", "<p>By Ann Lee, 3 May 2024</p>")
    assert (found.author, found.published, found.site, found.url) == (None, None, None, None)


def test_the_headline_is_the_title_without_the_mark_that_links_to_it() -> None:
    found = details("<title>Gates — harbour 1.0</title>", "<h1>Gates<a href=#g>¶</a></h1>")
    assert found.title == "Gates"


def test_a_saved_page_says_where_it_was_saved_from() -> None:
    markup = "<!-- saved from url=(0022)https://h.example/gate --><html><p>x</p></html>"
    assert details_of(document_fromstring(markup), markup).url == "https://h.example/gate"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-03", "2024-05-03"),
        ("2024-05-03T10:00:00Z", "2024-05-03"),
        ("Fri, 03 May 2024 10:00:00 GMT", "2024-05-03"),
        ("05/03/2024", None),
        ("2024", None),
        (None, None),
    ],
)
def test_days(text: str | None, day: str | None) -> None:
    assert day_of(text) == day
