import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from index.building.crew import LocalCrew
from index.building.passages import sharing
from index.commands import index
from index.documents.contained.file_reader import DirectReader
from index.errors import ModelError
from index.generations.publish import Generations
from tests.conftest import write_files
from tests.index.documents.objects.storage import Storage
from tests.index.generations.test_publish import damage_file
from tests.toy import ToyEncoder


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Done]


@pytest.fixture
def pincite(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], encoder: ToyEncoder
) -> Command:
    """Run `python -m index` with these arguments, and the toy encoder for a model."""
    monkeypatch.setattr("index.build.load_encoder", lambda *_: encoder)

    def run(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["pincite", *map(str, arguments)])
        capsys.readouterr()
        try:
            index.main()
            code = 0
        except SystemExit as done:
            code = int(done.code or 0)
        return Done(code, *capsys.readouterr())

    return run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "documents", {"a.txt": "Otters dive.", "b.txt": "Kelp grows."})


def test_index_reports_what_it_did(pincite: Command, root: Path) -> None:
    done = pincite("index", root)
    assert (done.code, done.out.splitlines()[0]) == (
        0,
        "Generation 1: 2 added, 0 changed, 0 moved, 0 removed; 2 passages encoded.",
    )
    assert "2 documents, 2 passages, 2 sentences" in done.out
    assert "Reading (2)" in done.err


def test_index_json_is_one_document_of_all_the_figures(pincite: Command, root: Path) -> None:
    write_files(root, {"c.txt": "No time to read?\n\nRafts drift 🦦."})
    report = pincite("index", root, "--json").json
    assert (report["generation"], report["published"], report["documents"]) == (1, True, 3)
    assert report["cut"] == [{"document_id": "c.txt", "text": "No time to read?"}]
    assert (report["files"], report["statuses"]) == ([], {"indexed": 3})
    names = "passages sentences added changed moved removed encoded".split()
    assert [report[name] for name in names] == [3, 3, 3, 0, 0, 0, 3]
    assert set(report["seconds"]) == set("read clean split encode write publish total".split())


def test_without_a_path_the_last_roots_are_indexed_again(pincite: Command, root: Path) -> None:
    pincite("index", root)
    write_files(root, {"c.txt": "Rafts drift."})
    assert pincite("index", "--json").json["added"] == 1
    assert "No change; generation 2 stays." in pincite("index").out


def test_without_path_and_index_it_says_what_to_type(pincite: Command) -> None:
    done = pincite("index", "--json")
    assert (done.code, done.out) == (2, "")
    assert "there is no index in" in done.err
    assert "name the folder of your documents" in done.err


def test_a_path_replaces_the_roots_and_says_what_goes(
    pincite: Command, root: Path, tmp_path: Path
) -> None:
    pincite("index", root)
    other = write_files(tmp_path / "other", {"d.txt": "Rafts drift."})
    done = pincite("index", other)
    assert (done.code, "Removed: a.txt\nRemoved: b.txt\n" in done.out) == (0, True)
    assert "2 removed" in done.out


def test_a_long_list_of_what_goes_is_cut_short(pincite: Command, root: Path) -> None:
    write_files(root, {f"{n:02}.txt": f"Day {n}." for n in range(30)})
    pincite("index", root)
    for path in root.glob("[0-9]*.txt"):
        path.unlink()
    assert "Removed: 10 more\n" in pincite("index").out


def test_an_unreadable_file_is_named_and_makes_the_exit_code_1(
    pincite: Command, root: Path
) -> None:
    (root / "c.txt").symlink_to(root / "nowhere")
    done = pincite("index", root)
    assert done.code == 1
    assert "Files: 2 indexed, 1 broken.\n" in done.out
    assert "Broken: c.txt: a broken link\n" in done.err
    again = pincite("index", root, "--json")
    assert (again.code, again.json["published"], again.json["generation"]) == (1, False, 1)
    assert again.json["files"] == [
        {"path": "c.txt", "status": "broken", "reason": "a broken link", "hint": ""}
    ]


def test_a_file_of_another_kind_is_named_and_is_no_failure(pincite: Command, root: Path) -> None:
    (root / "c.bin").write_bytes(b"\x00\x01\x02 binary")
    (root / ".hidden.txt").write_text("Hidden.")
    done = pincite("index", root)
    assert done.code == 0
    assert "Files: 2 indexed, 1 unsupported.\nLeft out: 1 hidden.\n" in done.out
    assert "Unsupported: c.bin: " in done.err


def test_patterns_are_remembered_with_the_roots(pincite: Command, root: Path) -> None:
    write_files(root, {"drafts/c.txt": "Rafts drift.", "d.md": "Sea urchins eat kelp."})
    options = ("--exclude", "drafts/", "--include", "*.txt")
    report = pincite("index", root, *options, "--json").json
    assert (report["documents"], report["left_out"]) == (2, {"excluded": 2})
    assert pincite("index", "--json").json["published"] is False
    again = pincite("index", "--exclude", "*.md", "--json").json
    assert (again["added"], again["documents"]) == (1, 3)
    assert pincite("index", root, "--json").json["documents"] == 4


def test_a_full_disk_is_said_and_makes_the_exit_code_1(
    pincite: Command, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    pincite("index", root)
    write_files(root, {"c.txt": "Rafts drift."})
    monkeypatch.setattr("index.building.steps.write_generation", fail)
    done = pincite("index")
    assert (done.code, done.out) == (1, "")
    assert "Error: the disk that holds " in done.err
    assert done.err.endswith(" is full; the index is as it was\n")


def test_an_interrupt_is_a_message(
    pincite: Command, root: Path, generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("index.building.steps.write_generation", interrupt)
    done = pincite("index", root)
    assert (done.code, done.out) == (1, "")
    assert "Interrupted: the index is as it was" in done.err
    assert generations.current_number() is None


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["index", "nowhere"], 2, "Error: nowhere: no such file or folder"),
        (["index", "--such"], 2, "No such option"),
        (["such"], 2, "No such command"),
        (["index", "void"], 1, "Error: nothing to index in void"),
        (["index", "--watch", "--json"], 2, "--watch cannot be combined"),
        (["status"], 1, "there is no index in"),
        (["verify", "--json"], 1, "there is no index in"),
        (["rollback"], 1, "there is no index in"),
        (["prune"], 1, "there is no index in"),
        (["prune", "--keep", "0"], 2, "--keep"),
    ],
)
def test_failures_are_a_message_and_an_exit_code(
    pincite: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "void").mkdir()
    done = pincite(*arguments)
    assert (done.code, done.out) == (code, "")
    assert message in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "pincite-data" / "CURRENT").exists()


def test_a_bad_setting_is_wrong_use(
    pincite: Command, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_THREADS", "many")
    done = pincite("index", root)
    assert (done.code, "Error: PINCITE_THREADS: " in done.err) == (2, True)


def test_a_model_that_fails_is_a_message(
    pincite: Command, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ModelError("the weights are not the official ones")

    monkeypatch.setattr("index.build.load_encoder", fail)
    done = pincite("index", root)
    assert (done.code, done.err) == (1, "Error: the weights are not the official ones\n")


def test_a_writer_at_work_is_a_message(
    pincite: Command, root: Path, generations: Generations
) -> None:
    with generations.writer():
        done = pincite("index", root)
    assert (done.code, f"(pid {os.getpid()})" in done.err) == (1, True)


def test_data_dir_is_where_the_index_goes(pincite: Command, root: Path, tmp_path: Path) -> None:
    pincite("index", root, "--data-dir", tmp_path / "else where")
    assert (tmp_path / "else where" / "CURRENT").read_text() == "1\n"
    assert pincite("status", "--data-dir", tmp_path / "else where", "--json").json["documents"] == 2


def test_a_plan_changes_nothing(pincite: Command, root: Path, generations: Generations) -> None:
    assert "Plan: 2 added" in pincite("index", root, "--plan").out
    planned = pincite("index", root, "--plan", "--json").json
    assert (planned["needed"], planned["added"], planned["encode"]) == (True, 2, 2)
    assert generations.current_number() is None
    pincite("index", root)
    (root / "a.txt").unlink()
    assert "Would be removed: a.txt" in pincite("index", "--plan").out
    assert generations.current() == 1


def test_names_that_are_not_utf8_do_not_break_the_output(pincite: Command, tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9 [1] :otter:"))
    write_files(folder, {"a.txt": "Otters dive."})
    with (folder / os.fsdecode(b"b\xe9 [1] :otter:.txt")).open("w") as file:
        file.write("Rafts drift.")
    done = pincite("index", folder, "--json")
    assert (done.code, done.json["documents"]) == (1, 1)
    done = pincite("index", folder)
    assert done.code == 1
    assert "b\ufffd [1] :otter:.txt: the file's name is not valid UTF-8 (rename it)" in done.err
    assert pincite("status", "--json").code == pincite("status").code == 0


def test_status_tells_what_the_index_holds(pincite: Command, root: Path) -> None:
    pincite("index", root)
    facts = pincite("status", "--json").json
    assert (facts["generation"], facts["documents"], facts["generations"]) == (1, 2, [1])
    assert (facts["model"], facts["roots"], facts["damaged"]) == ("toy", [str(root)], [])
    assert facts["vectors"] == {"passages": "exact", "sentences": "exact"}
    assert facts["bytes"] > 1000
    assert 0 <= facts["age_seconds"] < 60
    shown = pincite("status").out
    assert str(root) in shown
    assert "vectors       passages exact, sentences exact" in shown


def test_status_names_the_cross_encoder_that_is_set(
    pincite: Command, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pincite("index", root)
    monkeypatch.delenv("PINCITE_CROSS_ENCODER", raising=False)
    assert pincite("status", "--json").json["cross_encoder"] == ""
    assert "cross encoder -" in pincite("status").out
    monkeypatch.setenv("PINCITE_CROSS_ENCODER", "some/model")
    assert pincite("status", "--json").json["cross_encoder"] == "some/model"


def test_verify_says_whole_or_names_the_damage(
    pincite: Command, root: Path, generations: Generations
) -> None:
    pincite("index", root)
    assert (pincite("verify").code, pincite("verify").out) == (0, "Generation 1 is whole.\n")
    assert pincite("verify", "--json").json == {"generation": 1, "ok": True, "problems": []}
    damage_file(generations, 1, "store.sqlite")
    done = pincite("verify", "--json")
    assert (done.code, done.json["ok"]) == (1, False)
    assert "store.sqlite is not as it was written" in done.json["problems"][0]
    assert "Damaged: generation 1" in pincite("verify").err
    assert pincite("status").code == 1


def test_rollback_and_forward_name_what_returns_and_goes(pincite: Command, root: Path) -> None:
    pincite("index", root)
    (root / "a.txt").rename(root / "c.txt")
    pincite("index")
    done = pincite("rollback")
    assert done.out == "Generation 1 is current now, instead of 2.\nReturned: a.txt\nGone: c.txt\n"
    assert pincite("status", "--json").json["generation"] == 1
    assert pincite("rollback", "--forward", "--json").json == {
        "from": 1,
        "generation": 2,
        "returned": ["c.txt"],
        "gone": ["a.txt"],
    }
    assert pincite("rollback", "--forward").code == 2


def test_prune_removes_the_older_ones(pincite: Command, root: Path) -> None:
    pincite("index", root)
    write_files(root, {"c.txt": "Rafts drift."})
    pincite("index")
    assert pincite("prune", "--keep", "1", "--json").json == {
        "removed": [1],
        "kept": [2],
        "cleaned": 0,
    }
    assert pincite("prune").out == "Removed generations: none. Kept: 2.\n"


def test_prune_writes_out_earlier_editions_of_what_changed(
    pincite: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "MOST", 10)
    monkeypatch.setattr(sharing, "FEW", 1)
    monkeypatch.setattr(sharing, "_MOST_GONE", 0.5)
    folder = write_files(
        tmp_path / "many", {f"{n:02}.txt": f"Lamp {n} is red. It is old{n}." for n in range(40)}
    )
    pincite("index", folder)
    write_files(folder, {f"{n:02}.txt": f"Lamp {n} is blue." for n in range(2, 40, 5)})
    pincite("index")
    data = Path(os.environ["PINCITE_DATA_DIR"])
    assert b"It is old32" in b"".join(p.read_bytes() for p in data.glob("segments/*/store.sqlite"))
    done = pincite("prune", "--keep", "1", "--json").json
    assert (done["removed"], done["kept"]) == ([1, 2], [3])
    assert done["cleaned"] > 1
    for path in (path for path in data.rglob("*") if path.is_file()):
        assert b"It is old32" not in path.read_bytes()
    assert pincite("verify").out == "Generation 3 is whole.\n"
    assert pincite("prune", "--json").json == {"removed": [], "kept": [3], "cleaned": 0}


def test_help_needs_no_heavy_library() -> None:
    code = (
        "import sys; from index.commands.index import main\n"
        "sys.argv = ['pincite', 'index', '--help']\n"
        "try: main()\n"
        "finally: sys.stderr.write(' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert "Make the index equal to the files" in done.stdout
    loaded = set(done.stderr.split())
    assert not loaded & {"torch", "faiss", "tantivy", "onnxruntime", "numpy", "fastapi"}


def test_python_m_index_runs_the_commands() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "index"], capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, "status" in done.stdout + done.stderr) == (2, True)


def test_status_counts_the_files_and_names_those_that_are_not_indexed(
    pincite: Command, root: Path
) -> None:
    (root / "c.bin").write_bytes(b"\x00\x01\x02")
    (root / ".hidden.txt").write_text("Hidden.")
    pincite("index", root)
    facts = pincite("status", "--json").json
    assert facts["files"] == {"indexed": 2, "unsupported": 1}
    assert facts["left_out"] == {"hidden": 1}
    assert "not_indexed" not in facts
    [named] = pincite("status", "--files", "--json").json["not_indexed"]
    assert (named["path"], named["status"]) == ("c.bin", "unsupported")
    shown = pincite("status", "--files").out
    assert "files         indexed 2, unsupported 1\n" in shown
    assert "Unsupported: c.bin: " in shown


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        (["ROOT", "--ray"], "local"),
        (["--ray", "ROOT"], "local"),
        (["--ray", "--json", "ROOT"], "local"),
        (["--ray", "10.0.0.7:6379", "ROOT"], "10.0.0.7:6379"),
        (["ROOT", "--ray=auto"], "auto"),
        (["ROOT", "--ray", "head.example:6379", "--plan"], "head.example:6379"),
    ],
)
def test_ray_may_stand_without_an_address(
    pincite: Command,
    root: Path,
    encoder: ToyEncoder,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    address: str,
) -> None:
    asked = []

    @contextmanager
    def joined(address: str, *_: object) -> Iterator[LocalCrew]:
        asked.append(address)
        yield LocalCrew(encoder, DirectReader())

    monkeypatch.setattr("index.cluster.session.joined", joined)
    done = pincite("index", *(root if part == "ROOT" else part for part in arguments))
    assert (done.code, asked) == (0, [address])
    assert "2 added" in done.out or done.json["added"] == 2


def test_a_place_in_storage_cannot_be_watched(pincite: Command) -> None:
    done = pincite("index", "s3://papers/team", "--watch")
    assert done.code == 2
    assert "s3://papers/team cannot be watched" in done.err


@pytest.mark.filterwarnings("ignore")
def test_a_place_in_storage_is_indexed_and_named(pincite: Command, storage: Storage) -> None:
    assert pincite("index", "s3://papers/team").code == 2
    storage.put({"a.txt": "Otters dive.", "b.txt": "Kelp grows."})
    assert "2 added" in pincite("index", "s3://papers/team").out
    assert pincite("status", "--json").json["roots"] == ["s3://papers/team"]
    assert "No change" in pincite("index").out
