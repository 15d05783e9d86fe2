import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.build import build, plan
from index.building.report import BuildReport
from index.building.sources import Sources
from index.building.steps import Build as BuildSteps
from index.documents.walk import Patterns
from index.errors import (
    GenerationDamaged,
    GenerationOutdated,
    NothingToIndex,
    StorageFailed,
    UsageError,
    WriterBusy,
)
from index.generations.manifest import MANIFEST
from index.generations.publish import Generations
from index.originals import FileStatus
from index.records import PassageText, PassageVectors, RawDocument
from index.uploads.folder_uploads import FolderUploads
from tests.conftest import SEEDS, in_both, in_both_in_full, write_files
from tests.index.documents.test_files import lock_folder
from tests.index.generations.test_publish import damage_file, folders
from tests.toy import ToyEncoder

Build = Callable[..., BuildReport]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three documents; `long.txt` has many passages."""
    long = "\n\n".join(
        f"Paragraph {n} of the diary. " + f"On day {n} the otter dived {n + 3} times. " * 4
        for n in range(20)
    )
    texts = {"a.txt": "Otters dive.", "sub/b.md": "# Kelp\n\nIt grows.", "long.txt": long}
    return write_files(tmp_path / "documents", texts)


@pytest.fixture
def index_again(generations: Generations, encoder: ToyEncoder, root: Path) -> Build:
    """Build the first generation; what it returns builds again."""

    def build_again(*roots: Path) -> BuildReport:
        return build(generations, encoder, roots or None)

    build_again(root)
    encoder.encoded = 0
    return build_again


def counts(report: BuildReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.moved, report.removed


def texts_of(generations: Generations) -> dict[str, str]:
    opened = generations.open_current().generation()
    return {document.document_id: document.text for document in opened.store.all_documents()}


def stale_ids(generations: Generations) -> list[str]:
    opened = generations.open_current().generation()
    return [document.document_id for document in opened.store.all_documents() if document.stale]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def spoil(path: Path) -> None:
    path.write_bytes(b"\x00\x01binary")


@in_both
def test_the_first_build_indexes_everything(
    generations: Generations, encoder: ToyEncoder, root: Path
) -> None:
    report = build(generations, encoder, [root])
    assert (report.generation, report.published, report.documents) == (1, True, 3)
    assert counts(report) == (3, 0, 0, 0)
    assert report.encoded == encoder.encoded == report.passages > 20
    assert texts_of(generations).keys() == {"a.txt", "sub/b.md", "long.txt"}
    assert report.failed == report.cut == report.removed_documents == []


@in_both_in_full
def test_what_is_stored_is_where_it_says_and_has_its_own_vectors(
    generations: Generations, encoder: ToyEncoder, root: Path
) -> None:
    report = build(generations, encoder, [root])
    opened = generations.open_current().generation()
    sentences = 0
    for stored in opened.store.stored_passages(range(opened.store.passages)):
        seen = PassageText.cut_from(stored.document.text, stored.passage)
        [fresh] = ToyEncoder().encode_passages([seen])
        assert np.allclose(opened.passages.take(np.array([stored.row])), fresh.passage)
        assert np.allclose(opened.sentences.take(np.array(stored.sentence_rows)), fresh.sentences)
        sentences += len(stored.sentence_rows)
    assert sentences == report.sentences == len(opened.sentences)
    assert opened.lexicon.passages == report.passages


@in_both_in_full
def test_no_change_publishes_nothing(index_again: Build, encoder: ToyEncoder) -> None:
    report = index_again()
    assert (report.generation, report.published) == (1, False)
    assert (report.documents, counts(report)) == (3, (0, 0, 0, 0))
    assert report.passages > 20
    assert encoder.encoded == 0


@in_both_in_full
def test_a_new_date_on_a_file_is_no_change(index_again: Build, root: Path) -> None:
    os.utime(root / "a.txt", (0, 0))
    assert not index_again().published


@in_both
def test_only_the_passages_an_edit_touches_are_encoded(
    index_again: Build, encoder: ToyEncoder, generations: Generations, root: Path
) -> None:
    edit(root / "long.txt", "On day 9 the otter dived 12 times.", "On day 9 it slept.")
    report = index_again()
    assert (report.generation, report.published, counts(report)) == (2, True, (0, 1, 0, 0))
    assert 1 <= report.encoded == encoder.encoded <= 3
    assert "On day 9 it slept." in texts_of(generations)["long.txt"]


@in_both_in_full
def test_an_added_document_is_all_that_is_encoded(
    index_again: Build, encoder: ToyEncoder, root: Path
) -> None:
    write_files(root, {"c.txt": "Rafts drift."})
    report = index_again()
    assert (counts(report), report.documents) == ((1, 0, 0, 0), 4)
    assert report.encoded == encoder.encoded == 1


@in_both
def test_a_moved_document_keeps_its_vectors(
    index_again: Build, encoder: ToyEncoder, generations: Generations, root: Path
) -> None:
    (root / "long.txt").rename(root / "sub" / "diary.txt")
    report = index_again()
    assert counts(report) == (0, 0, 1, 0)
    assert (report.removed_documents, encoder.encoded) == ([], 0)
    assert texts_of(generations).keys() == {"a.txt", "sub/b.md", "sub/diary.txt"}


@in_both_in_full
def test_a_moved_document_keeps_the_passages_that_edits_left_it(
    index_again: Build, encoder: ToyEncoder, root: Path
) -> None:
    one_paragraph = " ".join(f"On day {n} the otter dived {n + 3} times." for n in range(60))
    write_files(root, {"flat.txt": one_paragraph})
    index_again()
    edit(root / "flat.txt", "On day 0", "Before all that it rained for days on end. On day 0")
    index_again()
    encoder.encoded = 0
    (root / "flat.txt").rename(root / "diary.txt")
    assert counts(index_again()) == (0, 0, 1, 0)
    assert encoder.encoded == 0


@in_both
def test_a_deleted_document_is_gone_from_everywhere(
    index_again: Build, encoder: ToyEncoder, generations: Generations, root: Path
) -> None:
    (root / "a.txt").unlink()
    report = index_again()
    assert counts(report) == (0, 0, 0, 1)
    assert (report.removed_documents, encoder.encoded) == (["a.txt"], 0)
    assert "a.txt" not in texts_of(generations)
    rows, _ = generations.open_current().generation().lexicon.search("otters dive", 50)
    opened = generations.open_current().generation()
    assert {opened.store.passage(int(row)).document.document_id for row in rows} == {"long.txt"}


@in_both
def test_an_unreadable_file_keeps_its_last_good_text(
    index_again: Build, generations: Generations, root: Path
) -> None:
    spoil(root / "a.txt")
    report = index_again()
    [failure] = report.failed
    assert (failure.path, failure.status) == ("a.txt", FileStatus.STALE)
    assert "its last good text stays in the index" in failure.reason
    assert (report.published, counts(report)) == (True, (0, 1, 0, 0))
    assert texts_of(generations)["a.txt"] == "Otters dive."
    assert stale_ids(generations) == ["a.txt"]
    again = index_again()
    assert (again.published, len(again.failed)) == (False, 1)


@in_both_in_full
def test_a_file_that_can_be_read_again_is_stale_no_more(
    index_again: Build, generations: Generations, root: Path
) -> None:
    spoil(root / "a.txt")
    index_again()
    (root / "a.txt").write_text("Otters dive.", "utf-8")
    report = index_again()
    assert (report.failed, counts(report)) == ([], (0, 1, 0, 0))
    assert stale_ids(generations) == []


@in_both_in_full
def test_a_stale_file_that_is_deleted_is_removed(
    index_again: Build, generations: Generations, root: Path
) -> None:
    spoil(root / "a.txt")
    index_again()
    (root / "a.txt").unlink()
    assert index_again().removed_documents == ["a.txt"]
    assert "a.txt" not in texts_of(generations)


@in_both_in_full
def test_a_folder_that_cannot_be_listed_keeps_its_documents(
    index_again: Build,
    generations: Generations,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lock_folder(monkeypatch, root / "sub")
    report = index_again()
    assert [f.path for f in report.failed] == ["sub"]
    assert (report.removed_documents, stale_ids(generations)) == ([], ["sub/b.md"])


@in_both_in_full
def test_what_cannot_be_read_is_reported_and_the_rest_is_indexed(
    generations: Generations, encoder: ToyEncoder, root: Path
) -> None:
    spoil(root / "binary.txt")
    (root / "latin.txt").write_bytes("Café".encode("latin-1"))
    (root / "empty.md").touch()
    (root / "link.txt").symlink_to(root / "nowhere")
    report = build(generations, encoder, [root])
    reasons = {f.path: f.reason for f in report.files}
    assert reasons.keys() == {"binary.txt", "empty.md", "link.txt"}
    assert reasons["link.txt"] == "a broken link"
    assert (report.published, report.documents) == (True, 4)


@in_both_in_full
def test_what_was_cut_from_a_seed_article_is_reported(
    generations: Generations, encoder: ToyEncoder
) -> None:
    report = build(generations, encoder, default_roots=[SEEDS])
    assert {c.document_id for c in report.cut} == {"000_8a3fadcf62c2e463.txt"}
    assert "Hangover Breakfasts" in report.cut[-1].text


@in_both_in_full
def test_roots_are_remembered_and_a_path_replaces_them(
    index_again: Build, generations: Generations, tmp_path: Path
) -> None:
    other = write_files(tmp_path / "other", {"d.txt": "Rafts drift."})
    report = index_again(other)
    assert counts(report) == (1, 0, 0, 3)
    assert report.removed_documents == ["a.txt", "long.txt", "sub/b.md"]
    write_files(other, {"e.txt": "More rafts."})
    index_again()
    assert texts_of(generations).keys() == {"d.txt", "e.txt"}


@in_both_in_full
def test_default_roots_serve_only_where_there_is_no_index(
    index_again: Build, generations: Generations, encoder: ToyEncoder
) -> None:
    assert not build(generations, encoder, default_roots=[SEEDS]).published


@in_both_in_full
def test_a_second_root_moves_documents_under_its_name_and_encodes_nothing_twice(
    index_again: Build, encoder: ToyEncoder, generations: Generations, root: Path, tmp_path: Path
) -> None:
    other = write_files(tmp_path / "other", {"a.txt": "Rafts drift."})
    report = index_again(root, other)
    assert counts(report) == (1, 0, 3, 0)
    assert encoder.encoded == 1
    assert "documents/a.txt" in texts_of(generations)


@in_both_in_full
def test_an_unreadable_file_keeps_its_text_when_a_second_root_comes(
    index_again: Build, generations: Generations, root: Path, tmp_path: Path
) -> None:
    other = write_files(tmp_path / "other", {"d.txt": "Rafts drift."})
    spoil(root / "a.txt")
    report = index_again(root, other)
    assert (report.removed, stale_ids(generations)) == (0, ["documents/a.txt"])


@in_both_in_full
def test_an_unreadable_file_does_not_take_over_the_text_of_another_root(
    index_again: Build, generations: Generations, tmp_path: Path
) -> None:
    other = write_files(tmp_path / "other", {"d.txt": "Rafts drift."})
    spoil(other / "a.txt")
    report = index_again(other)
    assert "a.txt" in report.removed_documents
    assert texts_of(generations) == {"d.txt": "Rafts drift."}


@in_both_in_full
def test_a_missing_path_changes_nothing(
    index_again: Build, generations: Generations, root: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="nowhere: no such file or folder"):
        index_again(root, tmp_path / "nowhere")
    root.rename(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="documents: no such file or folder"):
        index_again()
    assert generations.current_number() == 1


@in_both_in_full
def test_a_root_with_nothing_readable_publishes_nothing(
    index_again: Build, generations: Generations, tmp_path: Path
) -> None:
    (tmp_path / "void").mkdir()
    spoil(tmp_path / "void" / "x.txt")
    with pytest.raises(NothingToIndex, match=r"void.*\n.*x\.txt: a binary file"):
        index_again(tmp_path / "void")
    assert generations.current_number() == 1


@in_both_in_full
def test_another_model_encodes_everything_anew(
    index_again: Build, generations: Generations
) -> None:
    other = ToyEncoder(limit=40, name="other")
    report = build(generations, other)
    assert (report.published, counts(report)) == (True, (0, 0, 0, 0))
    assert report.encoded == other.encoded == report.passages
    assert "from toy to other" in report.reason
    opened = generations.open_current().generation()
    assert opened.manifest.model == other.identity
    assert all(
        other.count_tokens([p.text])[0] <= 40
        for p in opened.store.stored_passages(range(opened.store.passages))
    )


def test_a_damaged_index_is_built_anew_from_the_same_roots(
    index_again: Build, generations: Generations, root: Path
) -> None:
    write_files(root, {"c.txt": "Rafts drift."})
    index_again()
    damage_file(generations, 2, "store.sqlite")
    report = index_again()
    assert (report.generation, report.published) == (3, True)
    assert len(texts_of(generations)) == 4


def test_an_index_of_another_version_is_made_anew_from_the_same_roots(
    index_again: Build, generations: Generations
) -> None:
    with generations.open_current() as lease:
        old = replace(lease.manifest, format=2)
        (lease.folder / MANIFEST).write_bytes(old.to_bytes())
    with pytest.raises(GenerationOutdated, match="older Pincite"):
        generations.open_good()
    report = index_again()
    assert "Another version of Pincite" in report.reason
    assert report.published
    assert report.encoded == report.passages
    assert generations.open_current().manifest.roots == old.roots


def test_a_wholly_damaged_index_is_built_anew(
    index_again: Build, generations: Generations, root: Path
) -> None:
    damage_file(generations, 1, "store.sqlite")
    report = index_again()  # its manifest knows the folders
    assert (report.published, report.reason[:21]) == (True, "The index is damaged:")
    assert len(texts_of(generations)) == 3
    for number in (1, 2):
        (generations.data_dir / "generations" / f"00000{number}" / MANIFEST).unlink(missing_ok=True)
    with pytest.raises((UsageError, GenerationDamaged), match=r"The folders .* unknown"):
        index_again()
    assert index_again(root).published
    assert len(texts_of(generations)) == 3


def test_a_wholly_damaged_index_is_built_anew_of_the_same_files_alone(
    generations: Generations, root: Path
) -> None:
    few = Sources([root], patterns=Patterns(exclude=("sub/",)))
    BuildSteps(generations, ToyEncoder(), few).run()
    damage_file(generations, 1, "store.sqlite")
    BuildSteps(generations, ToyEncoder(), Sources()).run()
    assert sorted(texts_of(generations)) == ["a.txt", "long.txt"]
    assert generations.open_current().manifest.exclude == ("sub/",)


def test_a_wholly_damaged_index_of_uploads_is_built_anew(
    generations: Generations,
) -> None:
    uploads = FolderUploads(generations.data_dir)
    with uploads.receive() as incoming:
        incoming.write(b"Otters dive.")
        uploads.keep([("otters.txt", incoming)], None)
    build(generations, ToyEncoder())
    damage_file(generations, 1, "store.sqlite")
    assert build(generations, ToyEncoder()).documents == 1


class Interrupted(ToyEncoder):
    """Fails, as Ctrl-C or a full memory does, after some passages."""

    def __init__(self, error: type[BaseException], after: int) -> None:
        super().__init__()
        self._error, self._after = error, after

    def encode_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        if self.encoded >= self._after:
            raise self._error
        return super().encode_passages(passages)


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_a_build_that_ends_in_the_middle_leaves_the_old_generation(
    index_again: Build, generations: Generations, root: Path, error: type[BaseException]
) -> None:
    write_files(root, {"c.txt": "Rafts drift."})
    with pytest.raises(error):
        build(generations, Interrupted(error, after=0))
    assert folders(generations) == ["000001"]
    assert "c.txt" not in texts_of(generations)
    assert counts(index_again()) == (1, 0, 0, 0)


@in_both
def test_what_was_encoded_before_an_interrupt_is_not_encoded_again(
    generations: Generations, encoder: ToyEncoder, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.building.job.BLOCK_CHARACTERS", 1)
    with pytest.raises(KeyboardInterrupt):
        build(generations, Interrupted(KeyboardInterrupt, after=8), [root])
    report = build(generations, encoder, [root])
    assert report.encoded == encoder.encoded == report.passages - 8
    assert not generations.unfinished.exists()


@pytest.mark.parametrize(
    "step",
    ["index.building.steps.write_generation", "index.generations.publish.Generations.publish"],
)
def test_a_failure_while_writing_leaves_no_partial_folder(
    index_again: Build,
    generations: Generations,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    write_files(root, {"c.txt": "Rafts drift."})
    with monkeypatch.context() as full_disk:
        full_disk.setattr(step, fail)
        with pytest.raises(StorageFailed, match=r"disk .* is full; the index is as it was"):
            index_again()
    assert folders(generations) == ["000001"]
    assert index_again().generation == 2


@in_both_in_full
def test_a_second_build_at_once_is_refused(index_again: Build, generations: Generations) -> None:
    with generations.writer(), pytest.raises(WriterBusy):
        index_again()


@in_both
def test_a_plan_says_what_a_build_then_does_and_changes_nothing(
    index_again: Build, encoder: ToyEncoder, generations: Generations, root: Path
) -> None:
    edit(root / "long.txt", "On day 9 the otter dived 12 times.", "On day 9 it slept.")
    write_files(root, {"c.txt": "Rafts drift."})
    (root / "a.txt").unlink()
    planned = plan(generations, encoder)
    assert (generations.current_number(), generations.numbers()) == (1, [1])
    assert encoder.encoded == 0
    report = index_again()
    assert counts(report) == (planned.added, planned.changed, planned.moved, planned.removed)
    assert (report.encoded, report.documents) == (planned.encode, planned.documents)
    assert (planned.needed, planned.removed_documents) == (True, ["a.txt"])
    assert not plan(generations, encoder).needed


class Steps:
    """A Progress that writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, int]] = []

    def stage(self, name: str, total: int) -> None:
        self.told.append((name, total, 0))

    def advance(self, steps: int = 1) -> None:
        name, total, done = self.told.pop()
        self.told.append((name, total, done + steps))


@in_both_in_full
def test_progress_ends_at_the_total_of_every_stage(
    generations: Generations, encoder: ToyEncoder, root: Path
) -> None:
    steps = Steps()
    report = build(generations, encoder, [root], progress=steps)
    assert [name for name, _, _ in steps.told] == ["read", "encode", "write"]
    assert [total for _, total, _ in steps.told] == [3, report.encoded, 2]
    assert all(done == total for _, total, done in steps.told)
    assert report.seconds.keys() >= {"read", "clean", "split", "encode", "write", "publish"}
    assert report.seconds["total"] >= report.seconds["encode"] > 0


@in_both_in_full
def test_after_a_rollback_the_next_build_keeps_what_was_current_not_what_was_left(
    generations: Generations, index_again: Build, root: Path
) -> None:
    (root / "b.txt").write_text("Badgers dig.", "utf-8")
    index_again()
    generations.step()
    (root / "c.txt").write_text("Cranes dance.", "utf-8")
    report = index_again()
    assert report.generation == 3
    assert generations.numbers() == [1, 3]


@in_both_in_full
def test_documents_that_lie_in_no_file_are_indexed_as_files_are(
    generations: Generations, encoder: ToyEncoder
) -> None:
    corpus = [
        RawDocument("b/2", "The lamp is red.", title="Lamps"),
        RawDocument("a 1", "Otters dive."),
        RawDocument("nothing", " \n"),
    ]
    report = build(generations, encoder, corpus=corpus)
    assert [failure.path for failure in report.files] == ["nothing"]
    assert texts_of(generations) == {"a 1": "Otters dive.", "b/2": "The lamp is red."}
    assert not build(generations, encoder, corpus=corpus).published
    assert build(generations, encoder, corpus=corpus[:1]).removed == 1
