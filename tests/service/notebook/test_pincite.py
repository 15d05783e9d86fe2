import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from index.errors import IndexMissing, UsageError
from index.generations.publish import Generations
from service import Pincite
from service.errors import BadFilter, BadQuestion, BadText
from tests.conftest import write_files
from tests.service.apps import QUESTION, TEXTS, assert_pinned
from tests.toy import ToyEncoder

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _toy(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("service.wiring", "index.build"):
        monkeypatch.setattr(f"{module}.load_encoder", lambda *_, **__: ToyEncoder())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_files(tmp_path / "my" / "folder", dict(TEXTS))


def test_five_lines_ask_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = Pincite(folder)
    answer = docs.ask(QUESTION)
    assert answer.answered
    assert answer.text == "The otter dives eight metres deep. [1]"
    assert answer.citations[0].source.title == "Otters of the river"
    assert 0 < answer.confidence <= 1
    assert_pinned(answer.to_dict(), {"otters.txt": TEXTS["otters.txt"]})
    assert "Indexed 3 documents" in capsys.readouterr().out
    assert repr(docs) == "<Pincite: 3 documents, generation 1>"


def test_a_folder_is_indexed_again_only_where_it_changed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Pincite(folder)
    capsys.readouterr()
    assert repr(Pincite(folder)) == "<Pincite: 3 documents, generation 1>"
    assert "Indexed" not in capsys.readouterr().out
    write_files(folder, {"new.txt": "The beaver builds a dam."})
    assert repr(Pincite(folder)) == "<Pincite: 4 documents, generation 2>"


def test_the_index_of_a_folder_has_nothing_of_files_that_were_added_elsewhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_UPLOADS", "s3://papers/added")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    assert repr(Pincite(folder)) == "<Pincite: 3 documents, generation 1>"


def test_a_folder_is_not_put_in_the_place_of_an_index_that_servers_share(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shared = tmp_path / "shared.db"
    monkeypatch.setenv("PINCITE_STORE", str(shared))
    assert repr(Pincite(folder)) == "<Pincite: 3 documents, generation 1>"
    assert not shared.exists()


def test_a_folder_changes_no_other_index(indexed: Generations, tmp_path: Path) -> None:
    other = write_files(tmp_path / "other", {"beaver.txt": "The beaver builds a dam of wood."})
    assert Pincite(other).ask("What does the beaver build?").answered
    assert indexed.current_number() == 1
    assert Pincite().ask(QUESTION).answered
    kept = Pincite(other, data_dir=tmp_path / "kept")
    assert repr(kept) == repr(Pincite(data_dir=tmp_path / "kept"))


def test_passages_are_a_sequence_best_first(folder: Path) -> None:
    found = Pincite(folder).search("barley mill", top_k=2)
    assert len(found) == 2
    assert found[0].document_id == "rivers/mills.md"
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert (
        str(found)
        .splitlines()[0]
        .endswith("Mills of the valley (rivers/mills.md, characters 0 to 81)")
    )


def test_a_text_and_claims_are_checked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = Pincite(folder)
    check = docs.check("Otters eat fish. Seven mills stood in the valley in 1895.")
    labels = [one.support.label for one in check.sentences if one.support]
    assert labels[0] == "supported"
    assert labels[1] != "supported"
    assert not check.supported
    assert docs.check(["Otters live along the river and eat fish."]).supported


def test_filters_are_those_of_the_api(folder: Path) -> None:
    answer = Pincite(folder).ask(QUESTION, folder="rivers")
    assert answer.record.filtered
    assert answer.record.filtered.documents == 1
    assert "Searched 1 document." in str(answer)


def test_what_is_wrong_is_an_error_in_words(folder: Path, tmp_path: Path) -> None:
    docs = Pincite(folder)
    with pytest.raises(BadQuestion, match="it is empty"):
        docs.ask(" ")
    with pytest.raises(BadFilter, match="since"):
        docs.ask(QUESTION, since="May")
    with pytest.raises(BadText, match="nothing to check"):
        docs.check("")
    with pytest.raises(IndexMissing, match="pincite index FOLDER"):
        Pincite(data_dir=tmp_path / "none")
    with pytest.raises(UsageError):
        Pincite(tmp_path / "no such folder")


def test_the_package_alone_loads_nothing() -> None:
    code = "import service, sys; print(sorted({'numpy', 'torch', 'fastapi'} & {*sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout == "[]\n"
    with pytest.raises(ImportError):
        exec("from service import Nothing")


def test_a_real_notebook_shows_answers(folder: Path, tmp_path: Path) -> None:
    """A Jupyter kernel runs the documented cells, with the toy encoder put in beforehand."""
    toy = (
        "import index.build, service.wiring\nfrom tests.toy import ToyEncoder\n"
        "index.build.load_encoder = service.wiring.load_encoder = lambda *_, **__: ToyEncoder()"
    )
    cells = [
        toy,
        f"from service import Pincite\ndocs = Pincite({str(folder)!r})",
        f"answer = docs.ask({QUESTION!r})\nanswer",
        "print(answer)",
        'docs.search("barley mill")',
        'docs.check("Otters eat fish.")',
    ]
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, cells)))
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}
    )
    client.execute()
    outputs = [cell.outputs for cell in notebook.cells]

    def rich(cell: int) -> Any:
        [output] = [one for one in outputs[cell] if one.output_type == "execute_result"]
        return output.data

    assert "The otter dives eight metres deep. [1]" in rich(2)["text/plain"]
    assert "<mark>" in rich(2)["text/html"] or "eight metres" in rich(2)["text/html"]
    assert "Otters of the river" in outputs[3][0].text
    assert "Mills of the valley" in rich(4)["text/html"]
    assert "1 supported" in rich(5)["text/html"]
