"""What a notebook shows, read as HTML: everything from a document is text."""

from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from index.storage.document_filter import Filter
from service.notebook.shown_answer import ShownAnswer
from service.notebook.shown_check import ShownCheck
from service.notebook.shown_passages import ShownPassages
from service.records import AnswerSpan
from service.sources import found_passage
from service.wiring import Parts
from tests.service.apps import QUESTION, parts_of, published
from tests.toy import ToyEncoder

EVIL = {
    "<img src=x onerror=alert(1)>.md": (
        "---\ntitle: <script>alert('title')</script>\nauthor: '\"><b>Ann</b>'\n---\n"
        "# Otters </q><script>alert(2)</script>\n\n"
        "The otter <b onclick='x'>dives</b> `<script>alert(3)</script>` eight metres deep."
    ),
}


class Read(HTMLParser):
    """The elements, attributes and text of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        if self.names[-1:] != ["style"]:
            self.text += data


@pytest.fixture
def evil(tmp_path: Path) -> Parts:
    return parts_of(published(EVIL, tmp_path, ToyEncoder()), ToyEncoder(), min_confidence=0)


def views(parts: Parts, public_url: str = "") -> Iterator[tuple[str, Any]]:
    answer = parts.answerer.answer(QUESTION, 5)
    yield "answer", ShownAnswer(answer, public_url)
    hits = parts.library.searcher().search(QUESTION, 3).hits
    yield "passages", ShownPassages("q", [found_passage(hit.stored, hit.score) for hit in hits])
    text = "The otter dives eight metres deep <script>alert(4)</script>. The moon <i>is</i> blue."
    yield "check", ShownCheck(parts.checker.check_text(text), public_url)


def test_nothing_of_a_document_or_a_text_becomes_an_element(evil: Parts) -> None:
    for name, view in views(evil, "https://docs.example"):
        read = Read(view._repr_html_())
        assert not {"script", "img", "b", "i", "iframe"} & {*read.names}, name
        assert not [key for key, _ in read.attributes if key.startswith("on") or key == "src"]
        assert "<script>" in read.text, "it is shown as text"


def test_nothing_is_loaded_and_only_quotes_are_linked(evil: Parts) -> None:
    for name, view in views(evil, "https://docs.example/p/"):
        html = view._repr_html_()
        assert "url(" not in html
        assert "@import" not in html
        links = [value or "" for key, value in Read(html).attributes if key == "href"]
        assert all(one.startswith("https://docs.example/p/documents/") for one in links)
        assert bool(links) == (name != "passages")
    for _, view in views(evil):
        assert "href" not in view._repr_html_(), "no server, no link"


def test_a_quote_comes_with_its_title_place_and_headings(parts: Parts) -> None:
    answer = ShownAnswer(parts.answerer.answer(QUESTION, 5))
    [citation] = answer.citations
    source = replace(citation.source, headings=["Animals", "Otters"], author="Ann Otter")
    short = AnswerSpan(answer.text.index("eight"), answer.text.index(" deep"))
    shown = ShownAnswer(
        replace(answer.record, citations=[replace(citation, source=source, highlight=short)])
    )
    html = shown._repr_html_()
    assert "<mark>eight metres</mark>" in html
    assert '<li value="1">' in html
    for told in (Read(html).text, str(shown)):
        for part in (
            "Otters of the river",
            "otters.txt, characters 63 to 97",
            "Animals › Otters",
            "Ann Otter",
            "The otter dives eight metres deep.",
        ):
            assert part in told


def test_what_the_documents_do_not_say_is_said(parts: Parts) -> None:
    for filters in (None, Filter(folder="rivers")):
        answer = parts.answerer.answer("Who won the 2022 World Cup?", 3, filters)
        shown = ShownAnswer(answer)
        for told in (Read(shown._repr_html_()).text, str(shown)):
            assert "The documents do not say." in told
            assert "Nearest documents: " in told
            assert ("Searched 1 document." in told) == (filters is not None)


def test_a_check_names_the_label_and_the_evidence(parts: Parts) -> None:
    text = "Otters eat fish. Seven mills stood in the valley in 1895. The moon is a cheese."
    shown = ShownCheck(parts.checker.check_text(text))
    html, plain = shown._repr_html_(), str(shown)
    for label in ("supported", "contradicted", "not mentioned"):
        assert label in Read(html).text
        assert label in plain
    assert "Seven mills stood in the valley in 1890." in plain
    assert "Seven mills stood in the valley in 1890." in Read(html).text
    assert plain.startswith("1 supported, 1 contradicted, 1 not mentioned, 0 not checked.")
    assert not shown.supported


def test_no_passage_is_told_in_words() -> None:
    nothing = ShownPassages("q", [])
    assert str(nothing) == "No passage was found."
    assert "No passage was found." in nothing._repr_html_()
