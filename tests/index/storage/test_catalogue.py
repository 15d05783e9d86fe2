from pathlib import Path

import pytest

from index.records import Document, Origin, Passage, Rows, Span
from index.storage.catalogue import Catalogue, Folder, Order
from index.storage.texts import Store
from index.storage.texts_writer import write_store

# Id, title, publication, whether it is stale; in the order of their rows.
DOCUMENTS = [
    ("news/2024/flood.md", "Flood in the Älteren Stadt", "2024-05-02", False),
    ("about.txt", "About this collection", None, False),
    ("news-archive/old.md", "An old flood", "1999-01-01", True),
    ("news/2024/otter.md", "Otters return", "2024-05-02T23:59:00", False),
    ("news/2023/mill.md", "", "2023-12-31", False),
    ("news/undated.md", "Nobody knows when", None, False),
    ("news0/next.md", "Beside the folder", "2024-05-03", False),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("catalogue") / "store.sqlite"
    passages = [Passage(0, 4, (Span(0, 4),))]
    documents = [
        (Document(name, title, "One.", "0" * 64, published, stale), passages)
        for name, title, published, stale in DOCUMENTS
    ]
    write_store(path, documents, [1] * len(documents))
    return Store(path)


@pytest.fixture(scope="module")
def catalogue(store: Store) -> Catalogue:
    return Catalogue(store)


def ids(store: Store, rows: Rows) -> list[str]:
    return [one.document_id for one in store.summaries_of(rows.tolist())]


def test_all_are_listed_by_id(store: Store, catalogue: Catalogue) -> None:
    assert ids(store, catalogue.find()) == sorted(name for name, *_ in DOCUMENTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("flood", ["news-archive/old.md", "news/2024/flood.md"]),
        ("FLOOD old", ["news-archive/old.md"]),
        ("old flood", ["news-archive/old.md"]),
        ("alteren", ["news/2024/flood.md"]),
        ("mill", ["news/2023/mill.md"]),
        ("2024 otters", ["news/2024/otter.md"]),
        ("%", []),
        ("  ", sorted(name for name, *_ in DOCUMENTS)),
    ],
)
def test_every_word_stands_in_the_title_or_the_id(
    store: Store, catalogue: Catalogue, text: str, expected: list[str]
) -> None:
    assert ids(store, catalogue.find(text)) == expected


@pytest.mark.parametrize("folder", ["news", "news/", "news//"])
def test_a_folder_has_what_lies_below_it(store: Store, catalogue: Catalogue, folder: str) -> None:
    found = ids(store, catalogue.find(folder=folder))
    assert found == [
        "news/2023/mill.md",
        "news/2024/flood.md",
        "news/2024/otter.md",
        "news/undated.md",
    ]
    assert ids(store, catalogue.find("flood", folder)) == ["news/2024/flood.md"]
    assert ids(store, catalogue.find(folder="new")) == []


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        ("title", "about.txt", "news/2024/otter.md"),
        ("newest", "news0/next.md", "news/undated.md"),
        ("oldest", "news-archive/old.md", "news/undated.md"),
    ],
)
def test_they_come_in_an_order_and_undated_ones_last(
    store: Store, catalogue: Catalogue, order: Order, first: str, last: str
) -> None:
    found = ids(store, catalogue.find(order=order))
    assert (found[0], found[-1], len(found)) == (first, last, len(DOCUMENTS))
    within = ids(store, catalogue.find(folder="news", order=order))
    assert within == [name for name in found if name.startswith("news/")]


def test_of_one_day_they_come_by_title(store: Store, catalogue: Catalogue) -> None:
    for order in ("newest", "oldest"):
        found = ids(store, catalogue.find("2024", order=order))
        assert found == ["news/2024/flood.md", "news/2024/otter.md"]


def test_folders_count_what_lies_in_them_and_below(catalogue: Catalogue) -> None:
    assert catalogue.folders() == [Folder("news", 4), Folder("news-archive", 1), Folder("news0", 1)]
    assert catalogue.folders("news") == [Folder("news/2023", 1), Folder("news/2024", 2)]
    assert catalogue.folders("news/") == catalogue.folders("news")
    assert catalogue.folders("news/2024") == catalogue.folders("nowhere") == []


def test_it_says_what_it_knows_of_dates_and_stale_texts(catalogue: Catalogue) -> None:
    assert (catalogue.undated, catalogue.stale) == (2, 1)
    assert (catalogue.earliest, catalogue.latest) == ("1999-01-01", "2024-05-03")


def test_an_empty_store_has_an_empty_list(tmp_path: Path) -> None:
    write_store(tmp_path / "store.sqlite", [], [])
    empty = Catalogue(Store(tmp_path / "store.sqlite"))
    assert empty.find("x", "y", "newest").tolist() == empty.folders() == []
    assert (empty.undated, empty.earliest, empty.latest) == (0, None, None)


def test_documents_are_searched_by_author_and_site_too(tmp_path: Path) -> None:
    origins = {"a": Origin(author="Ähren & Lee"), "b": Origin(site="Holm News"), "c": Origin()}
    passages = [Passage(0, 4, (Span(0, 4),))]
    documents = [
        (Document(name, f"Of {name}", "One.", "0" * 64, origin=origin), passages)
        for name, origin in origins.items()
    ]
    write_store(tmp_path / "store.sqlite", documents, [1] * 3)
    store = Store(tmp_path / "store.sqlite")
    catalogue = Catalogue(store)
    assert ids(store, catalogue.find("ahren")) == ["a"]
    assert ids(store, catalogue.find("holm of")) == ["b"]
    assert ids(store, catalogue.find("of", order="title")) == ["a", "b", "c"]
