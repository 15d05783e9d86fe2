from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.records import Block, Document, Passage, Shape, Span
from index.storage.shapes.shape_tables import shape_hash
from index.storage.texts import Store
from index.storage.texts_writer import CopiedDocuments, write_store
from tests.index.old_format import store_of_format_3
from tests.index.shaped import SHAPE, TEXT

WHOLE = [Passage(0, len(TEXT), (Span(0, len(TEXT)),))]
OTTERS = Document("otters.md", "Otters", TEXT, "11", shape=SHAPE)


def changed_shapes() -> Iterator[Shape]:
    """The shape with one thing changed in it, and every thing once."""
    heading, *blocks = SHAPE.blocks
    for change in (
        {"level": 2},
        {"number": 1},
        {"language": "c"},
        {"header": True},
        {"cells": (Span(0, 1),)},
        {"under": 0},
        {"start": 1},
        {"end": 5},
        {"kind": blocks[0].kind},
    ):
        new: Block = replace(heading, **change)
        yield replace(SHAPE, blocks=(new, *blocks))
    yield replace(SHAPE, links=(replace(SHAPE.links[0], href="b"), SHAPE.links[1]))
    yield replace(SHAPE, places=(replace(SHAPE.places[0], label=None), *SHAPE.places[1:]))
    yield replace(SHAPE, links=())
    yield Shape()


def test_shapes_that_differ_have_different_hashes() -> None:
    hashes = {shape_hash(shape) for shape in [SHAPE, *changed_shapes()]}
    assert len(hashes) == 14
    assert shape_hash(SHAPE) == shape_hash(replace(SHAPE))


def test_a_version_tells_the_shape_that_it_has(tmp_path: Path) -> None:
    write_store(tmp_path / "store", [(OTTERS, WHOLE)], [1])
    version = Store(tmp_path / "store").versions()["otters.md"]
    assert version.is_of(OTTERS)
    assert version.has_contents_of(OTTERS)
    for shape in changed_shapes():
        assert not version.is_of(replace(OTTERS, shape=shape))
        assert not version.has_contents_of(replace(OTTERS, shape=shape))
    assert not version.has_contents_of(replace(OTTERS, sha256="22"))


def test_shapes_are_copied_with_their_documents(tmp_path: Path) -> None:
    plain = Document("plain.txt", "Plain", TEXT, "11")
    write_store(
        tmp_path / "old", [(plain, WHOLE), (OTTERS, WHOLE), (plain_b(plain), WHOLE)], [1] * 3
    )
    old = Store(tmp_path / "old")
    versions = old.versions()
    new = replace(OTTERS, document_id="a.md", shape=replace(SHAPE, links=()))
    last = versions["plain-b.txt"]
    uri, _ = old.in_store(last)
    copied = CopiedDocuments(uri, [OTTERS, plain_b(plain)], versions["otters.md"], last)
    write_store(tmp_path / "new", [(new, WHOLE), copied], [1])
    store = Store(tmp_path / "new")
    assert list(store.all_documents()) == [new, OTTERS, plain_b(plain)]
    assert store.versions()["otters.md"].shape == versions["otters.md"].shape


def plain_b(plain: Document) -> Document:
    return replace(plain, document_id="plain-b.txt")


@pytest.fixture
def old_store(tmp_path: Path) -> Store:
    """The store of a Pincite that knew no shapes."""
    write_store(tmp_path / "store.sqlite", [(OTTERS, WHOLE)], [1])
    store_of_format_3(tmp_path / "store.sqlite")
    return Store(tmp_path / "store.sqlite")


def test_a_store_without_shapes_is_read_as_it_is(old_store: Store, tmp_path: Path) -> None:
    assert old_store.document("otters.md") == replace(OTTERS, shape=Shape())
    assert old_store.shapes.blocks_between(0, Span(0, 9)) == {}
    assert old_store.shapes.blocks_above(0, [1]) == {}
    assert old_store.shapes.links_between(0, Span(0, 9)) == []
    assert old_store.shapes.places_at(0, Span(0, 9)) == []
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["store.sqlite"]


def test_a_store_without_shapes_cannot_tell_whether_one_changed(old_store: Store) -> None:
    version = old_store.versions()["otters.md"]
    assert version.shape is None
    assert version.is_of(OTTERS)
    assert not version.has_contents_of(OTTERS)
    assert not version.has_contents_of(replace(OTTERS, shape=Shape()))
