import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import GenerationDamaged
from index.originals import FileStatus
from index.records import Document, Span
from index.seam.held_texts import Texts
from index.storage.document_filter import Filter, allowed_by
from index.storage.joined.about import About
from index.storage.joined.joined_texts import JoinedTexts
from index.storage.texts import Store
from index.storage.texts_records import StoredPassage
from index.storage.texts_writer import CopiedDocuments, write_store
from tests.index.storage.joined.divided import cut, documents, joined, new

places = st.lists(st.integers(0, 9), max_size=4)
Parted = tuple[Texts, Texts]


@contextmanager
def parted(documents: Sequence[Document], places: Sequence[int]) -> Iterator[Parted]:
    """The documents in one store, and in several."""
    with tempfile.TemporaryDirectory() as folder:
        one, several = Path(folder) / "one", Path(folder) / "several"
        one.mkdir()
        several.mkdir()
        yield joined(one, [documents]), joined(several, cut(documents, places))


def plain(value: Any) -> Any:
    """The value with arrays as lists, so that it can be compared."""
    if isinstance(value, np.ndarray):
        return value.dtype, value.tolist()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.compare}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def texts_of(stored: Sequence[StoredPassage]) -> list[str]:
    return [one.document.text for one in stored]


def in_any_order(store: Texts, draw: st.DataObject) -> list[int]:
    return draw.draw(st.lists(st.integers(0, store.passages - 1), min_size=1, max_size=20))


@settings(max_examples=40, deadline=None)
@given(documents, places, st.data())
def test_passages_are_those_of_one_store_in_the_order_asked_for(
    documents: list[Document], places: list[int], data: st.DataObject
) -> None:
    with parted(documents, places) as (one, several):
        rows = in_any_order(one, data)
        expected, found = one.stored_passages(rows), several.stored_passages(rows)
        assert found == expected
        assert texts_of(found) == texts_of(expected)
        assert plain(several.outlines(rows)) == plain(one.outlines(rows))
        assert several.passage(rows[0]) == one.passage(rows[0])
        assert list(several.passage_texts()) == list(one.passage_texts())
        assert list(several.search_texts()) == list(one.search_texts())
        sentences, passages = np.arange(one.sentences), np.array(rows)
        for name, of in (("passages_of_sentences", sentences), ("sentence_rows", passages)):
            assert plain(getattr(several, name)(of)) == plain(getattr(one, name)(of))
        for row in (-1, one.passages):
            with pytest.raises(GenerationDamaged, match="no passage"):
                several.stored_passages([0, row])
            with pytest.raises(GenerationDamaged, match="no passage"):
                several.outlines([row])


@settings(max_examples=40, deadline=None)
@given(documents, places)
def test_documents_are_those_of_one_store(documents: list[Document], places: list[int]) -> None:
    with parted(documents, places) as (one, several):
        counts = [
            (t.documents, t.passages, t.sentences, t.words, plain(t.firsts)) for t in (one, several)
        ]
        assert counts[0] == counts[1]
        assert list(several.all_documents()) == list(one.all_documents())
        assert list(several.versions().items()) == list(one.versions().items())
        assert sorted(several.heads()) == sorted(one.heads())
        rows = [*range(one.documents)][::-1]
        assert several.summaries_of(rows) == one.summaries_of(rows)
        assert several.characters_at(np.array(rows[1:], np.int64)) == sum(
            len(document.text) for document in documents[:-1]
        )
        for row, d in enumerate(documents):
            assert several.row_of(d.document_id) == one.row_of(d.document_id) == row
            assert several.document(d.document_id) == one.document(d.document_id)
            assert several.passages_at(row) == one.passages_at(row)
            assert several.texts_at(row) == one.texts_at(row)
            asked = d.document_id, d.sha256, 1, 4
            assert several.excerpt(*asked) == one.excerpt(*asked) == d.text[1:4]
            assert several.excerpt(d.document_id, "another", 1, 4) is None
        assert several.document("nowhere") is several.row_of("nowhere") is None
        with pytest.raises(GenerationDamaged, match="no document"):
            several.texts_at(one.documents)


@settings(max_examples=40, deadline=None)
@given(documents, places)
def test_copies_and_successors_are_found_across_stores(
    documents: list[Document], places: list[int]
) -> None:
    with parted(documents, places) as (one, several):
        leaders = one.related.leaders(one.documents)
        assert plain(several.related.leaders(one.documents)) == plain(leaders)
        assert plain(several.related.lengths()) == plain(one.related.lengths())
        assert plain(several.related.signatures()) == plain(one.related.signatures())
        for row, d in enumerate(documents):
            assert several.related.copies(row) == np.flatnonzero(leaders == row).tolist()
            others = [
                other.document_id
                for other, leader in zip(documents, leaders, strict=True)
                if leader == leaders[row] and other is not d
            ]
            assert several.related.ids_of_copies(d.document_id) == sorted(others)
        rows = [*range(one.documents)][::-1]
        for text in ("The end", "Kelp", "nowhere"):
            held = one.related.passages_holding(text, rows)
            assert several.related.passages_holding(text, rows) == held
        assert several.related.ids_of_copies("nowhere") == []
        assert several.related.passages_holding("Kelp", []) == []


@settings(max_examples=30, deadline=None)
@given(documents, places, st.integers(0, 200), st.integers(1, 60))
def test_shapes_are_those_of_one_store(
    documents: list[Document], places: list[int], start: int, length: int
) -> None:
    with parted(documents, places) as (one, several):
        span = Span(start, start + length)
        for row in range(one.documents):
            ours, theirs = several.shapes, one.shapes
            assert ours.of(row) == theirs.of(row) == documents[row].shape
            assert ours.blocks_between(row, span) == theirs.blocks_between(row, span)
            assert ours.blocks_at(row, [3, 1]) == theirs.blocks_at(row, [3, 1])
            assert ours.blocks_above(row, [3, 5]) == theirs.blocks_above(row, [3, 5])
            assert ours.links_between(row, span) == theirs.links_between(row, span)
            assert ours.places_at(row, span) == theirs.places_at(row, span)
        with pytest.raises(GenerationDamaged, match="no document"):
            several.shapes.of(one.documents)


@settings(max_examples=30, deadline=None)
@given(documents, places)
def test_filters_allow_what_they_allow_of_one_store(
    documents: list[Document], places: list[int]
) -> None:
    filters = [
        Filter(folder="a"),
        Filter(documents=frozenset({"b0.md", "a/a1.md", "nowhere"})),
        Filter(title="guide"),
        Filter(author="heron", language="de"),
        Filter(documents=frozenset()),
    ]
    with parted(documents, places) as (one, several):
        for chosen in filters:
            conditions = chosen.undated_conditions()
            rows = several.documents_where(conditions)
            assert plain(rows) == plain(one.documents_where(conditions))
            assert plain(allowed_by(chosen, several)) == plain(allowed_by(chosen, one))
        assert list(several.files.all()) == list(one.files.all())
        assert several.files.counts() == {FileStatus.INDEXED: 1, FileStatus.UNSUPPORTED: 1}
        assert several.files.indexed_at("/data/a") == 1


@settings(max_examples=30, deadline=None)
@given(documents, places, st.data())
def test_documents_are_copied_from_the_store_that_they_lie_in(
    documents: list[Document], places: list[int], data: st.DataObject
) -> None:
    """Into a new store, in any order, with a new document among them."""
    order = data.draw(st.permutations(range(len(documents))))
    with parted(documents, places) as (_, several), tempfile.TemporaryDirectory() as folder:
        versions = several.versions()
        parts = []
        for row in order:
            source = several.in_store(versions[documents[row].document_id])
            assert source is not None
            parts.append(
                CopiedDocuments(source.uri, [documents[row]], source.version, source.version)
            )
        added = Document("z.md", "Z", "New.", "33")
        path = Path(folder) / "copy.sqlite"
        write_store(path, [*parts[:2], new(added), *parts[2:]], [7])
        copy = Store(path)
        in_order = [documents[row] for row in order]
        expected = [*in_order[:2], added, *in_order[2:]]
        assert [d.text for d in copy.all_documents()] == [d.text for d in expected]
        assert [d.shape for d in copy.all_documents()] == [d.shape for d in expected]
        assert [d.origin for d in copy.all_documents()] == [d.origin for d in expected]
        there = several.stored_passages(
            [p for d in in_order for p in range(*versions[d.document_id].passages)]
        )
        here = [one for one in copy.all_passages() if one.document.document_id != "z.md"]
        assert [(p.passage, p.text, p.above, p.word_counts) for p in here] == [
            (p.passage, p.text, p.above, p.word_counts) for p in there
        ]
        ends = [one.word_rows for one in copy.all_passages()]
        assert [end[0] for end in ends[1:]] == [end[-1] for end in ends[:-1]]


def test_a_store_alone_knows_neither_copies_nor_files(tmp_path: Path) -> None:
    texts = ["The otter dives. It swims."] * 2
    pair = [Document(f"{n}.txt", "T", text, "00") for n, text in enumerate(texts)]
    together = joined(tmp_path, [pair[:1], pair[1:]])
    assert together.related.copies(0) == [0, 1]
    assert [p.document.cluster for p in together.all_passages()] == [0, 0]
    [other] = Store(tmp_path / "1.sqlite").all_passages()
    assert (other.document.row, other.document.cluster) == (0, 0)
    assert list(Store(tmp_path / "1.sqlite").files.all()) == []


def test_what_is_known_of_other_documents_is_damage(tmp_path: Path) -> None:
    pair = [Document(f"{n}.txt", "T", "One.", "00") for n in range(2)]
    joined(tmp_path, [pair[:1], pair[1:]])
    about = About(tmp_path / "about.sqlite")
    with pytest.raises(GenerationDamaged, match="the stores hold 1 documents, not 2"):
        JoinedTexts([Store(tmp_path / "0.sqlite")], about)
