from pathlib import Path

import pytest

from index.records import Document, Origin, Passage, Span
from index.storage.joined.about import About
from index.storage.joined.about_writer import write_about
from index.storage.joined.joined_texts import JoinedTexts
from index.storage.texts import Store
from index.storage.texts_writer import write_store


def superseded(tmp_path: Path, *documents: Document) -> dict[str, str | None]:
    """What replaces each document, as an index of them says."""
    one = [Passage(0, 4, (Span(0, 4),))]
    write_store(tmp_path / "store.sqlite", [(d, one) for d in documents], [1] * len(documents))
    stores = [Store(tmp_path / "store.sqlite")]
    write_about(tmp_path / "about.sqlite", stores, ())
    store = JoinedTexts(stores, About(tmp_path / "about.sqlite"))
    of_passages = {p.document.document_id: p.document.superseded_by for p in store.all_passages()}
    assert of_passages == {d.document_id: d.superseded_by for d in store.all_documents()}
    return of_passages


def document(
    name: str,
    successor: str | None = None,
    title: str = "T",
    url: str | None = None,
    day: str | None = None,
) -> Document:
    return Document(name, title, "One.", "0", day, origin=Origin(url=url, superseded=successor))


@pytest.mark.parametrize(
    ("pointer", "successor"),
    [
        ("new.md", "docs/new.md"),
        ("./new.md#top", "docs/new.md"),
        ("new", "docs/new.md"),
        ("../guides/", "guides/index.md"),
        ("/guides/index.md", "guides/index.md"),
        ("a%20b.md", "docs/a b.md"),
        ("A Guide to Otters", "guides/index.md"),
        ("https://example.org/otters/", "guides/index.md"),
        ("http://www.example.org/otters", "guides/index.md"),
        ("https://elsewhere.example/", "https://elsewhere.example/"),
        ("nothing.md", "nothing.md"),
        ("", ""),
    ],
)
def test_a_document_is_replaced_by_what_it_points_to(
    tmp_path: Path, pointer: str, successor: str
) -> None:
    others = [
        document("docs/new.md", title="New"),
        document("docs/a b.md", title="Blank"),
        document("guides/index.md", title="A guide to otters", url="https://example.org/otters"),
    ]
    found = superseded(tmp_path, document("docs/old.md", pointer), *others)
    assert found.pop("docs/old.md") == successor
    assert set(found.values()) == {None}


def test_a_name_that_two_documents_have_is_none(tmp_path: Path) -> None:
    twins = document("a/guide.md", title="Guide"), document("b/guide.md", title="Guide")
    assert superseded(tmp_path, document("c/old.md", "Guide"), *twins)["c/old.md"] == "Guide"


def test_the_last_successor_counts(tmp_path: Path) -> None:
    found = superseded(tmp_path, document("1", "2"), document("2", "3"), document("3"))
    assert found == {"1": "3", "2": "3", "3": None}


def test_a_circle_has_no_successor_in_it(tmp_path: Path) -> None:
    found = superseded(tmp_path, document("1", "2"), document("2", "1"), document("3", "3"))
    assert found == {"1": "2", "2": "1", "3": "3"}


def test_the_newest_of_a_page_that_was_saved_again_replaces_the_others(tmp_path: Path) -> None:
    page = "https://example.org/fees"
    found = superseded(
        tmp_path,
        document("old.html", title="Fees", url=page, day="2020-01-01"),
        document("new.html", title="Fees", url=f"{page}/", day="2024-01-01T10:00:00"),
        document("other.html", title="Hours", url=page, day="2019-01-01"),
        document("undated.html", title="Fees", url=page),
    )
    assert found == {
        "old.html": "new.html",
        "new.html": None,
        "other.html": None,
        "undated.html": None,
    }
