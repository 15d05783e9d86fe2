import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.errors import GenerationDamaged
from index.records import Document, Origin, Passage, Shape, Span
from index.storage.shapes.shape_tables import shape_hash
from index.storage.texts import Store
from index.storage.texts_records import DocumentSummary, Version
from index.storage.texts_writer import CopiedDocuments, write_store
from index.storage.words.analysis import number_of

ONE = Document("a/ein Café.txt", "Otters", "Eins 🦦. Zwei.\n\nDrei.", "11", "2022-12-29")
TWO = Document("b.txt", "Kelp", "Vier.", "22", stale=True)
PASSAGES_OF_ONE = [Passage(0, 13, (Span(0, 7), Span(8, 13))), Passage(15, 20, (Span(15, 20),))]
PLAIN = shape_hash(Shape())
PASSAGES_OF_TWO = [Passage(0, 5, (Span(0, 5),))]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    folder = tmp_path / "a folder? with #marks%20é"
    folder.mkdir()
    documents = [(ONE, PASSAGES_OF_ONE), (TWO, PASSAGES_OF_TWO)]
    write_store(folder / "store.sqlite", documents, [2, 0, 3, 1])
    return Store(folder / "store.sqlite")


def test_documents_come_back_whole(store: Store) -> None:
    assert store.document(ONE.document_id) == ONE
    assert list(store.all_documents()) == [ONE, TWO]
    assert store.document("nowhere") is None
    assert (store.documents, store.passages, store.sentences) == (2, 3, 4)


def test_passages_come_back_with_the_rows_of_their_vectors(store: Store) -> None:
    stored = list(store.all_passages())
    assert [s.row for s in stored] == [0, 1, 2]
    assert [s.document.row for s in stored] == [0, 0, 1]
    assert [s.passage for s in stored] == [*PASSAGES_OF_ONE, *PASSAGES_OF_TWO]
    assert [s.sentence_rows for s in stored] == [(0, 1), (2,), (3,)]
    assert [s.word_rows for s in stored] == [(0, 2, 2), (2, 5), (5, 6)]
    assert [s.word_counts for s in stored] == [(2, 0), (3,), (1,)]
    assert store.words == 6
    assert [s.text for s in stored] == ["Eins 🦦. Zwei.", "Drei.", "Vier."]
    assert store.passage(1) == stored[1]


def test_versions_say_where_the_rows_of_a_document_stand(store: Store) -> None:
    assert store.versions() == {
        ONE.document_id: Version(
            0, "Otters", "11", "2022-12-29", False, PLAIN, Origin(), (0, 2), (0, 3), (0, 5)
        ),
        "b.txt": Version(1, "Kelp", "22", None, True, PLAIN, Origin(), (2, 3), (3, 4), (5, 6)),
    }
    version = store.versions()["b.txt"]
    assert version.is_of(TWO)
    assert not version.is_of(replace(TWO, stale=False))
    assert not version.is_of(replace(TWO, title="Crabs"))
    assert not version.is_of(replace(TWO, sha256="33"))
    assert not version.is_of(replace(TWO, published="2022-12-29"))
    assert not version.is_of(replace(TWO, origin=Origin(author="A. Badger")))


def test_parts_are_read_without_the_rest(store: Store) -> None:
    assert list(store.passage_texts()) == [(0, "Eins 🦦. Zwei."), (1, "Drei."), (2, "Vier.")]
    assert store.passages_at(0) == PASSAGES_OF_ONE
    assert store.passages_at(1) == PASSAGES_OF_TWO
    assert store.passages_at(2) == []


def test_a_document_comes_back_whole_whatever_stands_around_its_passages(tmp_path: Path) -> None:
    document = Document("c.txt", "Crabs", "\n  Fünf. \n\n🦀 Sechs.\t\n", "33")
    passages = [Passage(3, 8, (Span(3, 8),)), Passage(11, 19, (Span(11, 19),))]
    write_store(tmp_path / "store.sqlite", [(document, passages)], [1, 1])
    store = Store(tmp_path / "store.sqlite")
    assert store.document("c.txt") == document
    assert list(store.all_documents()) == [document]
    assert [p.document.text for p in store.all_passages()] == [document.text] * 2
    assert [p.text for p in store.all_passages()] == store.texts_at(0) == ["Fünf.", "🦀 Sechs."]
    assert store.summaries()[0].characters == len(document.text)


def test_an_excerpt_is_what_stands_there_in_that_version(store: Store) -> None:
    for start in range(len(ONE.text)):
        for end in range(start + 1, len(ONE.text) + 1):
            assert store.excerpt(ONE.document_id, "11", start, end) == ONE.text[start:end]
    assert store.excerpt(ONE.document_id, "22", 0, 4) is None
    assert store.excerpt("nowhere", "11", 0, 4) is None
    assert store.excerpt(ONE.document_id, "11", 15, 21) is None


def test_a_passage_has_the_text_of_its_sentences(store: Store) -> None:
    one, two, _ = store.stored_passages([0, 1, 2])
    assert [one.of(span) for span in one.passage.sentences] == ["Eins 🦦.", "Zwei."]
    assert two.of(two.passage.sentences[0]) == "Drei."


def test_outlines_tell_what_ranking_needs_in_the_order_asked_for(store: Store) -> None:
    outlines = store.outlines([2, 0])
    assert list(outlines.titles) == ["Kelp", "Otters"]
    assert outlines.word_ranges == [(5, 6), (0, 2)]
    assert outlines.sentences.tolist() == [1, 2]
    assert outlines.words.tolist() == [1, 2, 0]
    assert outlines.terms.tolist() == [1, 1, 1]
    assert outlines.term_numbers.tolist() == [number_of(t) for t in ("vier", "ein", "zwei")]
    with pytest.raises(GenerationDamaged, match="no passage 3"):
        store.outlines([0, 3])


def test_documents_are_copied_from_another_store_as_they_stand_there(
    store: Store, tmp_path: Path
) -> None:
    old = store.versions()
    uri, version = store.in_store(old["b.txt"])
    assert version == old["b.txt"]
    new = Document("aa.txt", "New", "Neu.", "33")
    moved, stale = replace(TWO, document_id="c.txt", stale=False), replace(ONE, stale=True)
    write_store(
        tmp_path / "copy",
        [
            CopiedDocuments(uri, [moved], old["b.txt"], old["b.txt"]),
            (new, [Passage(0, 4, (Span(0, 4),))]),
            CopiedDocuments(uri, [stale, TWO], old[ONE.document_id], old["b.txt"]),
        ],
        [7],
    )
    copy = Store(tmp_path / "copy")
    assert list(copy.all_documents()) == [moved, new, stale, TWO]
    assert (copy.passages, copy.sentences, copy.words) == (5, 6, 14)
    stored = list(copy.all_passages())
    assert [s.passage for s in stored][2:] == [*PASSAGES_OF_ONE, *PASSAGES_OF_TWO]
    assert [s.text for s in stored] == ["Vier.", "Neu.", "Eins 🦦. Zwei.", "Drei.", "Vier."]
    assert [s.sentence_rows for s in stored] == [(0,), (1,), (2, 3), (4,), (5,)]
    assert [s.word_rows for s in stored] == [(0, 1), (1, 8), (8, 10, 10), (10, 13), (13, 14)]
    before, after = store.outlines([0, 1, 2]), copy.outlines([2, 3, 4])
    assert before.term_numbers.tolist() == after.term_numbers.tolist()


def test_sentences_know_their_passage(store: Store) -> None:
    of_sentences = store.passages_of_sentences(np.array([3, 0, 2, 1]))
    assert of_sentences.tolist() == [2, 0, 1, 0]
    firsts, counts = store.sentence_rows(np.array([2, 0]))
    assert (firsts.tolist(), counts.tolist()) == ([3, 0], [1, 2])


def test_summaries_count_code_points_and_passages(store: Store) -> None:
    assert store.summaries() == [
        DocumentSummary(ONE.document_id, "Otters", "11", "2022-12-29", False, len(ONE.text), 2),
        DocumentSummary("b.txt", "Kelp", "22", None, True, 5, 1),
    ]


def test_a_passage_that_is_not_there_is_damage(store: Store) -> None:
    with pytest.raises(GenerationDamaged, match="no passage 3"):
        store.passage(3)


def test_many_threads_read_at_once(store: Store) -> None:
    with ThreadPoolExecutor(4) as threads:
        texts = list(threads.map(lambda i: store.passage(i % 3).text, range(60)))
    assert texts == ["Eins 🦦. Zwei.", "Drei.", "Vier."] * 20


def test_a_reader_cannot_write_and_leaves_nothing_beside_the_file(
    store: Store, tmp_path: Path
) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store._connections.all("DELETE FROM documents")
    [folder] = [p for p in tmp_path.iterdir() if p.name.startswith("a folder")]
    assert [p.name for p in folder.iterdir()] == ["store.sqlite"]


@pytest.mark.parametrize("content", [b"", b"not a database, just some text" * 20])
def test_what_is_no_store_is_damage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "store.sqlite").write_bytes(content)
    with pytest.raises(GenerationDamaged, match="is no store"):
        Store(tmp_path / "store.sqlite")


def test_a_missing_store_is_damage(tmp_path: Path) -> None:
    with pytest.raises(GenerationDamaged, match="is no store"):
        Store(tmp_path / "store.sqlite")
