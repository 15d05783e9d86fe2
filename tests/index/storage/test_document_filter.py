from collections.abc import Iterable
from datetime import date

import numpy as np
import pytest

from index.records import Document, Origin, Passage, Span
from index.storage.document_filter import Filter, allowed_by
from index.storage.texts import Store
from index.storage.texts_writer import write_store

# Id, title, day of publication, and how many passages of one and then two sentences it has.
DOCUMENTS = [
    ("a.txt", "Otters", None, 1),
    ("news", "A file, no folder", "2024-05-01", 1),
    ("news/2024/flood.md", "Hochwasser in der ÄLTEREN Stadt", "2024-05-02", 2),
    ("news/2024/otter.md", "An otter returns", "2024-05-02T23:59:00", 1),
    ("news/100%_sure.md", "Otter? 100%", "2023-12-31", 1),
    ("news/undated.md", "Nobody knows when", None, 3),
    ("news-archive/old.md", "Old", "1999-01-01", 1),
    ("news0", "Next to the folder", "2024-05-03", 1),
    ("🦦/é.md", "Straße", "2024-05-02", 1),
]
ORIGINS = {
    "a.txt": Origin(author="Ähren & Lee", site="Holm News", language="pt-BR"),
    "news": Origin(author="A. Lee", language="pt"),
    "news0": Origin(site="The News of Holm", language="PT-br-x"),
    "🦦/é.md": Origin(language="p"),
}
SENTENCES = (1, 2)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("filter") / "store.sqlite"
    documents = []
    for name, title, published, passages in DOCUMENTS:
        origin = ORIGINS.get(name, Origin())
        document = Document(name, title, "One. Two.", "0" * 64, published, origin=origin)
        documents.append((document, [passage(SENTENCES[n % 2]) for n in range(passages)]))
    count = sum(len(p.sentences) for _, ps in documents for p in ps)
    write_store(path, documents, [1] * count)
    return Store(path)


def passage(sentences: int) -> Passage:
    return Passage(0, 9, (Span(0, 4), Span(5, 9))[:sentences])


def allowed(store: Store, chosen: Filter) -> list[str]:
    """The ids whose passages, all of them and no other's, a filter allows."""
    found = allowed_by(chosen, store)
    assert found.passages.shape == (store.passages,)
    assert found.sentences.shape == (store.sentences,)
    stored = list(store.all_passages())
    ids = {one.document.document_id for one in stored if found.passages[one.row]}
    assert found.documents == len(ids)
    for one in stored:
        right = one.document.document_id in ids
        assert found.passages[one.row] == right
        assert (found.sentences[list(one.sentence_rows)] == right).all()
    return [name for name, *_ in DOCUMENTS if name in ids]


def named(*parts: str) -> Iterable[str]:
    return [name for name, *_ in DOCUMENTS if any(part in name for part in parts)]


def test_ids_allow_these_documents_and_no_other(store: Store) -> None:
    assert allowed(store, Filter(documents=frozenset({"a.txt", "🦦/é.md"}))) == ["a.txt", "🦦/é.md"]
    assert allowed(store, Filter(documents=frozenset({"a", "A.txt", "a.txt "}))) == []


@pytest.mark.parametrize("folder", ["news", "news/", "news//"])
def test_a_folder_ends_where_a_name_does(store: Store, folder: str) -> None:
    assert allowed(store, Filter(folder=folder)) == named("news/")


def test_a_folder_may_lie_in_another_and_may_hold_any_character(store: Store) -> None:
    assert allowed(store, Filter(folder="news/2024")) == named("news/2024/")
    assert allowed(store, Filter(folder="🦦")) == ["🦦/é.md"]
    for folder in ("new", "news/20", "news/2024/flood.md", "%", "News", "/news", "2024"):
        assert allowed(store, Filter(folder=folder)) == [], folder


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("otter", ["a.txt", "news/2024/otter.md", "news/100%_sure.md"]),
        ("OTTERS", ["a.txt"]),
        ("älteren", ["news/2024/flood.md"]),
        ("A\u0308lter", ["news/2024/flood.md"]),
        ("STRASSE", ["🦦/é.md"]),
        ("%", ["news/100%_sure.md"]),
        ("_", []),
        ("otter?", ["news/100%_sure.md"]),
        ("r r", ["news/2024/otter.md"]),
        ("'; DROP TABLE documents; --", []),
    ],
)
def test_a_title_is_found_by_a_part_whatever_its_case(
    store: Store, title: str, expected: list[str]
) -> None:
    assert allowed(store, Filter(title=title)) == expected


def test_both_days_belong_to_the_time_between_them(store: Store) -> None:
    first, second = date(2024, 5, 2), date(2024, 5, 3)
    of_the_second = ["news/2024/flood.md", "news/2024/otter.md", "🦦/é.md"]
    assert allowed(store, Filter(since=first, until=first)) == of_the_second
    assert allowed(store, Filter(since=first)) == sorted([*of_the_second, "news0"])
    assert allowed(store, Filter(since=second)) == ["news0"]
    assert allowed(store, Filter(until=date(2023, 12, 31))) == [
        "news/100%_sure.md",
        "news-archive/old.md",
    ]
    assert allowed(store, Filter(since=second, until=first)) == []
    everything = Filter(since=date.min, until=date.max)
    assert allowed(store, everything) == [n for n, _, day, _ in DOCUMENTS if day]


def test_a_date_says_how_many_documents_have_none(store: Store) -> None:
    day = date(2024, 5, 2)
    assert allowed_by(Filter(since=day), store).undated == 2
    assert allowed_by(Filter(since=day, folder="news"), store).undated == 1
    assert allowed_by(Filter(until=day, title="flood"), store).undated == 0
    assert allowed_by(Filter(folder="news"), store).undated == 0


def test_every_filter_must_let_a_document_through(store: Store) -> None:
    chosen = Filter(
        documents=frozenset(named("news")),
        folder="news/2024",
        title="otter",
        since=date(2024, 5, 1),
        until=date(2024, 5, 2),
    )
    assert allowed(store, chosen) == ["news/2024/otter.md"]


def test_no_filter_allows_everything(store: Store) -> None:
    assert allowed(store, Filter()) == [name for name, *_ in DOCUMENTS]
    assert np.all(allowed_by(Filter(), store).sentences)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Filter(author="LEE"), ["a.txt", "news"]),
        (Filter(author="ahren"), ["a.txt"]),
        (Filter(author="%"), []),
        (Filter(site="news"), ["a.txt", "news0"]),
        (Filter(site="holm news"), ["a.txt"]),
        (Filter(language="pt"), ["a.txt", "news", "news0"]),
        (Filter(language="PT-BR"), ["a.txt", "news0"]),
        (Filter(language="p"), ["🦦/é.md"]),
        (Filter(language="en"), []),
        (Filter(author="lee", language="pt-BR"), ["a.txt"]),
        (Filter(author="lee", since=date(2024, 5, 1)), ["news"]),
    ],
)
def test_what_documents_say_of_themselves_allows_them(
    store: Store, chosen: Filter, expected: list[str]
) -> None:
    assert allowed(store, chosen) == expected
