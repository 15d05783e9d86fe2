"""What a build makes of documents whose shape changed, and of an index that holds no shapes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.build import build, plan
from index.building.report import BuildReport
from index.documents.contained import file_reader
from index.documents.formats.markup.markdown import read_markdown
from index.errors import UsageError
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.generations.verify import verify
from index.originals import FileReport, Original
from index.records import RawDocument, Shape
from tests.conftest import write_files
from tests.index.documents.test_files import lock_folder
from tests.index.old_format import make_old
from tests.index.shaped import SHAPE, TEXT
from tests.toy import ToyEncoder

PLAIN = RawDocument("plain.txt", "Kelp grows in the sea. It is food for urchins.")
OTTERS = RawDocument("otters.md", TEXT, shape=SHAPE)
Index = Callable[..., BuildReport]


@pytest.fixture
def index(generations: Generations, encoder: ToyEncoder) -> Index:
    """Index these documents."""

    def make(*corpus: RawDocument) -> BuildReport:
        encoder.encoded = 0
        return build(generations, encoder, corpus=corpus)

    return make


def shapes_of(generations: Generations) -> dict[str, Shape]:
    """The shapes of an index that is whole."""
    with generations.open_current() as lease:
        assert verify(lease) == []
    documents = Generation.open_current(generations).store.all_documents()
    return {document.document_id: document.shape for document in documents}


def test_a_shape_is_kept_with_its_document(index: Index, generations: Generations) -> None:
    index(PLAIN, OTTERS)
    assert shapes_of(generations)["otters.md"] == SHAPE
    assert not index(PLAIN, OTTERS).published
    report = index(PLAIN, OTTERS, replace(PLAIN, document_id="a.txt", text="Rafts drift."))
    assert (report.added, report.changed, report.encoded) == (1, 0, 1)
    assert shapes_of(generations)["otters.md"] == SHAPE


@pytest.mark.parametrize(
    "shape",
    [
        replace(SHAPE, blocks=(replace(SHAPE.blocks[0], level=2), *SHAPE.blocks[1:])),
        replace(SHAPE, links=(replace(SHAPE.links[0], href="elsewhere.md"), SHAPE.links[1])),
        replace(SHAPE, places=()),
    ],
)
def test_a_document_whose_shape_alone_changed_is_changed_but_keeps_its_vectors(
    index: Index, generations: Generations, shape: Shape
) -> None:
    index(PLAIN, OTTERS)
    before = Generation.open_current(generations)
    report = index(PLAIN, replace(OTTERS, shape=shape))
    after = Generation.open_current(generations)
    assert (report.published, report.changed, report.encoded) == (True, 1, 0)
    assert shapes_of(generations)["otters.md"] == shape
    old, new = (opened.store.versions()["otters.md"] for opened in (before, after))
    assert (old.sha256, old.passages) == (new.sha256, new.passages)


def test_a_document_that_moved_brings_the_shape_of_its_new_format(
    index: Index, generations: Generations
) -> None:
    index(PLAIN, OTTERS)
    shape = replace(SHAPE, links=())
    report = index(PLAIN, replace(OTTERS, document_id="otters.txt", shape=shape))
    assert (report.moved, report.encoded) == (1, 0)
    assert shapes_of(generations)["otters.txt"] == shape


def test_a_heading_that_changes_makes_nothing_far_below_it_be_encoded_again(
    index: Index, generations: Generations
) -> None:
    items = "".join(f"- Otter number {n} dives in the bay.\n" for n in range(40))
    first = index(read_markdown("list.md", f"# Otters\n\n{items}"))
    again = index(read_markdown("list.md", f"# Kelp\n\n{items}"))
    assert first.encoded > 2
    assert (again.changed, again.encoded) == (1, 1)
    opened = Generation.open_current(generations)
    last = opened.store.passage(opened.store.passages - 1)
    assert last.above == ("Kelp",)


def test_a_document_that_cannot_be_read_keeps_its_shape(
    tmp_path: Path,
    generations: Generations,
    encoder: ToyEncoder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = write_files(tmp_path / "documents", {"a.txt": "Rafts drift.", "sub/b.txt": TEXT})
    read = file_reader.read

    def read_shaped(original: Original) -> Iterator[RawDocument | FileReport]:
        for raw in read(original):
            assert isinstance(raw, RawDocument)
            yield replace(raw, shape=SHAPE) if raw.text == TEXT else raw

    monkeypatch.setattr(file_reader, "read", read_shaped)
    build(generations, encoder, [root])
    lock_folder(monkeypatch, root / "sub")
    assert build(generations, encoder).failed
    opened = Generation.open_current(generations)
    kept = opened.store.document("sub/b.txt")
    assert kept is not None
    assert (kept.stale, kept.shape) == (True, SHAPE)


def test_an_index_without_shapes_is_made_anew_without_encoding(
    index: Index, generations: Generations
) -> None:
    index(PLAIN, OTTERS)
    old = make_old(generations)
    opened = Generation.open_current(generations)
    assert opened.manifest.outdated
    assert shapes_of(generations) == {"otters.md": Shape(), "plain.txt": Shape()}
    report = index(PLAIN, OTTERS)
    assert report.reason.startswith("The format of the index changed")
    assert (report.published, report.changed, report.encoded) == (True, 0, 0)
    assert report.passages == old.passages
    assert shapes_of(generations)["otters.md"] == SHAPE
    assert Generation.open_current(generations).manifest.outdated is None
    assert not index(PLAIN, OTTERS).published


def test_a_plan_says_that_an_index_without_shapes_is_made_anew(
    tmp_path: Path, generations: Generations, encoder: ToyEncoder
) -> None:
    build(generations, encoder, [write_files(tmp_path / "documents", {"a.txt": "Rafts drift."})])
    make_old(generations)
    planned = plan(generations, encoder)
    assert (planned.needed, planned.encode) == (True, 0)
    assert "format" in planned.reason


def test_an_index_without_shapes_keeps_what_can_no_longer_be_read(
    tmp_path: Path,
    generations: Generations,
    encoder: ToyEncoder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = write_files(tmp_path / "documents", {"a.txt": "Rafts drift.", "sub/b.txt": "Kelp."})
    build(generations, encoder, [root])
    make_old(generations)
    lock_folder(monkeypatch, root / "sub")
    assert build(generations, encoder).published
    opened = Generation.open_current(generations)
    kept = opened.store.document("sub/b.txt")
    assert kept is not None
    assert (kept.text, kept.stale, opened.manifest.outdated) == ("Kelp.", True, None)
    with generations.open_current() as lease:
        assert verify(lease) == []


def test_an_index_without_shapes_whose_folders_are_gone_answers_as_before(
    tmp_path: Path, generations: Generations, encoder: ToyEncoder
) -> None:
    root = write_files(tmp_path / "documents", {"a.txt": "Rafts drift."})
    build(generations, encoder, [root])
    make_old(generations)
    root.rename(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="documents"):
        build(generations, encoder)
    opened = Generation.open_current(generations)
    assert opened.manifest.outdated
    assert [d.text for d in opened.store.all_documents()] == ["Rafts drift."]


def test_the_language_of_a_passage_follows_its_document(
    index: Index, generations: Generations, encoder: ToyEncoder
) -> None:
    raw = RawDocument("preise.txt", "Preise 2024, Wohnungen")
    index(raw)
    assert languages_of(generations) == ["en"]
    index(replace(raw, language="de-AT"))  # its text is the same
    assert (languages_of(generations), encoder.encoded) == (["de"], 0)
    index(replace(raw, language="de-AT"), PLAIN)  # and is copied now
    assert languages_of(generations) == ["en", "de"]


def languages_of(generations: Generations) -> list[str]:
    """The languages of all passages of an index that is whole."""
    with generations.open_current() as lease:
        assert verify(lease) == []
    store = Generation.open_current(generations).store
    return [stored.passage.language for stored in store.all_passages()]
