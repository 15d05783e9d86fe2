import os
import threading
import time
from pathlib import Path

import pytest

from index.generations.publish import Generations
from tests.conftest import write_files
from tests.index.commands.test_index import Command, pincite, root
from tests.index.documents.objects.storage import Storage

pytestmark = pytest.mark.filterwarnings("ignore")
__all__ = ["pincite", "root"]  # the fixtures


def test_a_first_file_makes_an_index_of_it_alone(pincite: Command, tmp_path: Path) -> None:
    file = write_files(tmp_path, {"notes.md": "# Otters\n\nOtters dive."}) / "notes.md"
    done = pincite("add", file)
    assert done.code == 0
    assert done.out.startswith("Added: uploads/notes.md\nGeneration 1: 1 added")
    file.unlink()
    assert pincite("index", "--json").json["documents"] == 1
    assert pincite("status", "--json").json["roots"] == []


def test_files_are_added_beside_the_folders(pincite: Command, root: Path, tmp_path: Path) -> None:
    pincite("index", root)
    files = write_files(tmp_path / "new", {"a.txt": "Rafts drift.", "b.txt": "Sea urchins."})
    done = pincite("add", files / "a.txt", files / "b.txt", "--json").json
    assert [one["document_id"] for one in done["uploads"]] == ["uploads/a.txt", "uploads/b.txt"]
    assert (done["added"], done["documents"], done["encoded"]) == (2, 4, 2)
    again = pincite("add", files / "a.txt")
    assert "Already there: uploads/a.txt\nNo change; generation 2 stays." in again.out
    other = write_files(tmp_path / "other", {"c.txt": "Kelp."})
    assert pincite("index", other, "--json").json["documents"] == 3


def test_a_file_of_another_kind_is_kept_and_named(pincite: Command, tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"\x00\x01\x02" * 50)
    done = pincite("add", file)
    assert (done.code, "Unsupported: uploads/a.bin: " in done.err) == (0, True)
    assert "Kept, but not read: uploads/a.bin\n" in done.out
    assert "Added" not in done.out
    assert "The index holds 0 documents" in done.out


def test_a_file_that_somebody_should_look_at_makes_the_exit_code_1(
    pincite: Command, tmp_path: Path
) -> None:
    files = write_files(tmp_path / "new", {"a.txt": "Rafts drift.", "b.txt": "Sea urchins."})
    pincite("add", files / "a.txt")
    [lost] = (tmp_path / "pincite-data").glob("uploads/files/*")
    lost.unlink()
    done = pincite("add", files / "b.txt")
    assert (done.code, "Stale: uploads/a.txt: the file is gone" in done.err) == (1, True)
    assert "The index holds 2 documents" in done.out


def test_what_was_added_can_be_removed(pincite: Command, root: Path, tmp_path: Path) -> None:
    pincite("index", root)
    pincite("add", write_files(tmp_path / "new", {"a.txt": "Rafts drift."}) / "a.txt")
    done = pincite("remove", "uploads/a.txt")
    assert (done.code, "Removed: uploads/a.txt\n" in done.out) == (0, True)
    assert pincite("status", "--json").json["documents"] == 2
    assert pincite("remove", "uploads/a.txt").code == 1


def test_wrong_use_changes_nothing(pincite: Command, root: Path, tmp_path: Path) -> None:
    pincite("index", root)
    file = write_files(tmp_path / "new", {"c.txt": "Rafts drift."}) / "c.txt"
    for arguments, message in (
        (("add", file, root), "is a folder; index folders with: pincite index FOLDER"),
        (("add", file, tmp_path / "nowhere"), "no such file; nothing was changed"),
        (("add",), "Missing argument"),
        (("remove", "a.txt"), "remove its file there"),
    ):
        done = pincite(*arguments)
        assert (done.code, done.out, message in done.err) == (2, "", True), done
    assert pincite("remove", "uploads/c.txt").code == 1
    assert pincite("status", "--json").json["generation"] == 1
    assert not list((tmp_path / "pincite-data").glob("uploads/files/*"))


def test_a_file_is_added_once_another_writer_is_done(
    pincite: Command, root: Path, tmp_path: Path, generations: Generations
) -> None:
    """That writer may have listed the files before this one was there."""
    pincite("index", root)
    file = write_files(tmp_path / "new", {"c.txt": "Rafts drift."}) / "c.txt"
    holding, done = threading.Event(), threading.Event()

    def write() -> None:
        with generations.writer():
            holding.set()
            time.sleep(1)
            done.set()

    writer = threading.Thread(target=write)
    writer.start()
    holding.wait()
    added = pincite("add", file)
    assert done.is_set()
    writer.join()
    assert (added.code, f"pid {os.getpid()}" in added.err) == (0, True)
    assert pincite("status", "--json").json["documents"] == 3


def test_files_are_kept_in_object_storage_where_a_setting_names_it(
    pincite: Command,
    root: Path,
    tmp_path: Path,
    storage: Storage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PINCITE_UPLOADS", "s3://papers/added")
    pincite("index", root)
    file = write_files(tmp_path / "new", {"a.txt": "Rafts drift."}) / "a.txt"
    assert pincite("add", file).out.startswith("Added: uploads/a.txt\nGeneration 2: 1 added")
    assert "Already there: uploads/a.txt\nNo change" in pincite("add", file).out
    assert pincite("status", "--json").json["uploads"] == "s3://papers/added"
    assert b"Rafts drift." in storage.objects("added/files/").values()
    assert not [*(tmp_path / "pincite-data").glob("uploads/*/*")]
    # Another machine, with a data folder of its own.
    there = ("--data-dir", tmp_path / "there")
    assert pincite("index", root, "--json", *there).json["documents"] == 3
    assert pincite("remove", "uploads/a.txt", *there).code == 0
    assert pincite("index", "--json").json["removed_documents"] == ["uploads/a.txt"]
    assert storage.objects("added/files/") == {}
    assert pincite("remove", "uploads/a.txt").code == 1
    assert pincite("remove", "a.txt").code == 2


@pytest.mark.slow
def test_a_storage_that_is_away_is_said_in_a_line(
    pincite: Command,
    root: Path,
    tmp_path: Path,
    storage: Storage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pincite("index", root)
    monkeypatch.setenv("PINCITE_UPLOADS", "s3://papers/added")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    file = write_files(tmp_path / "new", {"a.txt": "Rafts drift."}) / "a.txt"
    for arguments in (("add", file), ("index",), ("remove", "uploads/a.txt")):
        done = pincite(*arguments)
        assert (done.code, done.out) == (1, "")
        assert "Error: s3://papers/added: the storage does not answer" in done.err
        assert "Traceback" not in done.err
    assert pincite("status", "--json").json["generation"] == 1
    monkeypatch.setenv("PINCITE_UPLOADS", "s3:/papers")
    assert "PINCITE_UPLOADS: it must be" in pincite("index").err


@pytest.mark.slow
def test_added_files_move_to_object_storage_and_back(
    pincite: Command, tmp_path: Path, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = write_files(tmp_path / "new", {"a.txt": "Rafts drift.", "b.txt": "Sea urchins."})
    pincite("add", files / "a.txt", files / "b.txt")
    moved = pincite("move-uploads", "--to", "s3://papers/added")
    assert "Moved 2 files that were added.\nTo use them, set PINCITE_UPLOADS=s3://pap" in moved.out
    monkeypatch.setenv("PINCITE_UPLOADS", "s3://papers/added")
    assert len(storage.objects("added/names/")) == 2
    assert not [*(tmp_path / "pincite-data").glob("uploads/files/*")]
    report = pincite("index", "--json").json
    assert (report["documents"], report["encoded"], report["removed"]) == (2, 0, 0)
    done = pincite("move-uploads", "--to", "s3://papers/added/")
    assert (done.code, "there already" in done.err) == (2, True)
    back = pincite("move-uploads", "--to", "folder", "--json").json
    assert back == {"uploads": 2, "bytes": 24}
    assert storage.objects("added/files/") == {}
    assert "lie in" in pincite("index").err, "the setting still names the storage"
    monkeypatch.delenv("PINCITE_UPLOADS")
    assert pincite("index", "--json").json["documents"] == 2
