import random
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from index.build import build
from index.building.passages import reuse
from index.building.passages.resplit import SplitDocument
from index.building.passages.reuse import Contents
from index.building.report import BuildReport
from index.generations.homes import HeldGeneration
from index.generations.publish import Generations
from index.records import Document, PassageText
from index.storage.texts import Store
from index.storage.texts_writer import CopiedDocuments, write_store
from index.storage.vectors import COMPRESSED, EXACT
from tests.conftest import in_both, write_files
from tests.index.storage.joined.divided import joined
from tests.toy import ToyEncoder

Edit = Callable[[Path], object]


def text_of(number: int) -> str:
    """Five paragraphs, each a passage of one or more sentences."""
    rng = random.Random(number)
    return "\n\n".join(
        f"Paragraph {n} of {number}. " + f"It has {rng.randrange(99)} words, or more. " * (n + 1)
        for n in range(5)
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    names = {f"{n:02}.txt": text_of(n) for n in range(12)}
    return write_files(tmp_path / "documents", names)


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So small that the edge of one can fall anywhere."""
    monkeypatch.setattr(reuse, "_KEPT", 7)
    monkeypatch.setattr(reuse, "_MADE", 3)


def assert_as_made_anew(generations: Generations, close: float = 0.0) -> None:
    """Every vector is the one that the encoder makes of the passage, and all stands in place."""
    with generations.open_current() as lease:
        assert lease.problems() == []
    opened = generations.open_current().generation()
    for stored in opened.store.stored_passages(range(opened.store.passages)):
        seen = PassageText.cut_from(stored.document.text, stored.passage)
        [fresh] = ToyEncoder().encode_passages([seen])
        [passage] = opened.passages.take(np.array([stored.row]))
        assert np.allclose(passage, fresh.passage, rtol=0, atol=close)
        sentences = opened.sentences.take(np.array(stored.sentence_rows))
        assert np.allclose(sentences, fresh.sentences, rtol=0, atol=close)
        words = opened.words.take([(stored.word_rows[0], stored.word_rows[-1])])
        assert np.array_equal(words, fresh.words)
        assert stored.word_counts == fresh.word_counts


def test_documents_are_copied_run_by_run_from_the_store_they_lie_in(tmp_path: Path) -> None:
    documents = [Document(f"{n}.txt", "T", f"Text {n}.", "00") for n in range(5)]
    before = joined(tmp_path, [documents[:2], documents[2:]])
    kept = [SplitDocument(d, before.versions()[d.document_id]) for d in documents]
    new = SplitDocument(Document("3a.txt", "T", "New.", "11"), None, (), ())
    contents = Contents(
        [*kept[:4], new, kept[4]], cast("HeldGeneration", SimpleNamespace(store=before)), {}, {}
    )
    parts = list(contents.segment(contents.documents).documents)
    first, second = (f"{folder}.sqlite" for folder in (tmp_path / "0", tmp_path / "1"))
    copied = [part for part in parts if isinstance(part, CopiedDocuments)]
    assert [(p.uri.removeprefix("file:").partition("?")[0], *p.documents) for p in copied] == [
        (first, *documents[:2]),
        (second, *documents[2:4]),
        (second, documents[4]),
    ]
    assert [(p.first.row, p.last.row) for p in copied] == [(0, 1), (0, 1), (2, 2)]
    assert parts[2] == (new.document, ())
    write_store(tmp_path / "next.sqlite", parts, [])
    texts = [document.text for document in Store(tmp_path / "next.sqlite").all_documents()]
    assert texts == [d.text for d in (*documents[:4], new.document, documents[4])]


def rename(one: str, other: str) -> Edit:
    return lambda root: (root / one).rename(root / other)


def rewrite(name: str, text: str) -> Edit:
    return lambda root: (root / name).write_text(text, "utf-8")


EDITS: dict[str, list[Edit]] = {
    "the first goes": [lambda root: (root / "00.txt").unlink()],
    "one in the middle goes": [lambda root: (root / "05.txt").unlink()],
    "the last goes": [lambda root: (root / "11.txt").unlink()],
    "one comes first": [rewrite("!.txt", "It is new.")],
    "one comes between": [rewrite("05a.txt", "It is new.")],
    "two neighbours change": [rewrite("05.txt", text_of(50)), rewrite("06.txt", text_of(60))],
    "one changes in part": [rewrite("05.txt", text_of(5).replace("Paragraph 3", "Section 3"))],
    "one moves to the end": [rename("03.txt", "x.txt")],
    "two change places": [
        rename("03.txt", "x"),
        rename("08.txt", "03.txt"),
        rename("x", "08.txt"),
    ],
    "one is there twice": [rewrite("x.txt", text_of(3))],
    "one has passages of two": [rewrite("x.txt", f"{text_of(3)}\n\n{text_of(8)}")],
    "all but one go": [lambda root: [p.unlink() for p in root.iterdir() if p.stem != "07"]],
}


# A store takes seconds for each: it has them all in the full run, and two in the fast one.
FEW_IN_STORES = {"two change places", "one has passages of two"}


@pytest.mark.parametrize(
    ("generations", "edits"),
    [
        pytest.param(
            home,
            edits,
            id=f"{home}-{name}",
            marks=() if home == "files" or name in FEW_IN_STORES else pytest.mark.slow,
        )
        for home in ("files", "milvus")
        for name, edits in EDITS.items()
    ],
    indirect=["generations"],
)
def test_what_is_kept_stands_in_its_new_place(
    generations: Generations, encoder: ToyEncoder, root: Path, edits: list[Edit]
) -> None:
    build(generations, encoder, [root])
    assert_as_made_anew(generations)
    for edit in edits:
        edit(root)
    encoder.encoded = 0
    report = build(generations, encoder, [root])
    assert report.published
    assert report.encoded == encoder.encoded <= 11
    assert_as_made_anew(generations)


@in_both
def test_passages_that_stand_in_another_document_are_not_encoded(
    generations: Generations, encoder: ToyEncoder, root: Path
) -> None:
    before = build(generations, encoder, [root])
    (root / "all.txt").write_text("\n\n".join([text_of(8), text_of(3)]), "utf-8")
    report = build(generations, encoder, [root])
    assert report.passages - before.passages >= 5
    assert report.encoded <= 2  # at the seam
    assert_as_made_anew(generations)


@pytest.fixture
def grow(
    generations: Generations, encoder: ToyEncoder, root: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[int], BuildReport]:
    """Builds an index of the first so many documents, with little that is compared one by one."""
    monkeypatch.setattr("index.storage.vectors.MOST_EXACT", 100)

    def build_of(count: int) -> BuildReport:
        for number in range(12):
            (root / f"{number:02}.txt").unlink(missing_ok=True)
        write_files(root, {f"{n:02}.txt": text_of(n) for n in range(count)})
        return build(generations, encoder, [root])

    return build_of


def test_vectors_are_compressed_when_there_are_many_and_kept_through_it(
    grow: Callable[[int], BuildReport], generations: Generations
) -> None:
    kinds = []
    for count in (2, 12, 11, 12, 1):
        report = grow(count)
        manifest = generations.open_current().generation().manifest
        assert (manifest.passages, manifest.sentences) == (report.passages, report.sentences)
        kinds.append((manifest.passage_vectors, manifest.sentence_vectors))
        assert_as_made_anew(generations, 0.0 if count == 2 else 2**-11)
    assert kinds == [(EXACT, EXACT), *[(EXACT, COMPRESSED)] * 3, (EXACT, EXACT)]


def test_a_generation_of_compressed_vectors_has_just_its_own_files(
    grow: Callable[[int], BuildReport], generations: Generations
) -> None:
    grow(12)
    files = generations.open_current().generation().manifest.files
    vectors = {"/".join(name.split("/")[-2:]) for name in files if "/vectors/" in name}
    assert vectors == {
        *("vectors/passages.faiss", "vectors/sentences.faiss", "vectors/sentences.f16"),
        "vectors/sentences.codes",
        "vectors/words.bits",
    }
