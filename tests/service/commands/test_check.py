"""`pincite check`: what it prints, what it takes, and how it ends."""

import io
import json
import sys
from pathlib import Path

import pytest

from tests.service.apps import QUESTION
from tests.service.conftest import Pincite

TRUE, OTHER = "The otter dives eight metres deep.", "Foxes climb [red]trees[/red] in spring."


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text(f"# Otters\n\n{TRUE} {OTHER} Why?\n", "utf-8")
    return path


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))


@pytest.mark.usefixtures("indexed")
def test_it_prints_each_sentence_with_its_places(pincite: Pincite, draft: Path) -> None:
    run = pincite("check", str(draft))
    assert run.code == 0
    lines = run.out.splitlines()
    place = lines.index(f"Supported: {TRUE}")
    assert lines[place + 1].strip() == "Otters of the river"
    assert "otters.txt, characters " in lines[place + 2]
    assert lines[place + 3].strip() == f"“{TRUE}”"
    assert f"Not mentioned: {OTHER}" in lines
    assert "Not checked: # Otters" in lines
    assert "Not checked: Why?" in lines
    assert lines[-1].startswith("4 sentences: 1 supported, 0 contradicted, 1 not mentioned")


@pytest.mark.usefixtures("indexed")
def test_strict_ends_with_1_unless_all_is_supported(
    pincite: Pincite, draft: Path, tmp_path: Path
) -> None:
    assert pincite("check", "--strict", str(draft)).code == 1
    (tmp_path / "true.txt").write_text(TRUE)
    assert pincite("check", "--strict", str(tmp_path / "true.txt")).code == 0


@pytest.mark.usefixtures("indexed")
def test_json_is_one_document_whose_offsets_are_those_of_the_file(
    pincite: Pincite, draft: Path
) -> None:
    checked = json.loads(pincite("check", str(draft), "--json").out)
    text = draft.read_text("utf-8")
    assert [text[one["start"] : one["end"]] for one in checked["sentences"]] == [
        one["text"] for one in checked["sentences"]
    ]
    assert checked["counts"]["supported"] == 1


@pytest.mark.usefixtures("indexed")
def test_it_reads_standard_input_and_other_formats(
    pincite: Pincite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    piped(monkeypatch, TRUE.encode())
    assert f"Supported: {TRUE}" in pincite("check", "-").out
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><h1>Otters</h1><p>{TRUE}</p><p>{OTHER}</p></body></html>")
    assert f"Supported: {TRUE}" in pincite("check", str(page)).out


@pytest.mark.usefixtures("indexed")
def test_filters_choose_the_documents(pincite: Pincite, draft: Path) -> None:
    run = pincite("check", str(draft), "--folder", "rivers")
    assert "Searched 1 document." in run.out
    assert f"Supported: {TRUE}" not in run.out


@pytest.mark.usefixtures("indexed")
def test_an_old_answer_is_told_by_what_became_of_its_citations(
    pincite: Pincite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = pincite("ask", QUESTION, "--json").out
    (tmp_path / "answer.json").write_text(kept, "utf-8")
    run = pincite("check", "--strict", str(tmp_path / "answer.json"))
    assert run.code == 0
    assert f"Stands: [1] “{json.loads(kept)['citations'][0]['quote']}”" in run.out.splitlines()
    altered = json.loads(kept)
    altered["citations"][0]["source"]["document_id"] = "gone.txt"
    altered["citations"][0]["quote"] = "Nobody wrote this."
    piped(monkeypatch, json.dumps(altered).encode())
    run = pincite("check", "--strict", "-")
    assert run.code == 1
    assert "Gone: [1] “Nobody wrote this.”" in run.out.splitlines()
    assert "It was in gone.txt" in run.out


@pytest.mark.parametrize(
    ("name", "data", "code", "says"),
    [
        ("empty.txt", b"", 1, "empty.txt: an empty file"),
        ("blank.txt", b" \n", 1, "blank.txt: an empty file"),
        (
            "program",
            b"\x7fELF\x02\x01\x01" + bytes(9),
            1,
            "program: ",
        ),
        ("answer.json", b"{", 2, "answer.json is not valid JSON"),
        ("answer.json", b"null", 2, "no answer that was kept"),
        ("answer.json", b"[" * 100_000, 2, "answer.json is not valid JSON"),
        ("answer.json", b'{"citations": [{"source": 7}]}', 2, "citations.0.source: "),
    ],
)
@pytest.mark.usefixtures("indexed")
def test_a_file_that_cannot_be_checked_is_told_in_words(
    pincite: Pincite, tmp_path: Path, name: str, data: bytes, code: int, says: str
) -> None:
    (tmp_path / name).write_bytes(data)
    run = pincite("check", str(tmp_path / name))
    assert run.code == code
    assert says in run.err
    assert "Traceback" not in run.err
    assert run.out == ""


@pytest.mark.usefixtures("indexed")
def test_wrong_use_ends_with_2(pincite: Pincite, tmp_path: Path) -> None:
    assert "no such file" in pincite("check", str(tmp_path / "absent.md")).err
    assert pincite("check", str(tmp_path / "absent.md")).code == 2
    assert "name one file" in pincite("check", str(tmp_path)).err
    (tmp_path / "answer.json").write_text('{"citations": []}')
    run = pincite("check", str(tmp_path / "answer.json"), "--folder", "a")
    assert run.code == 2
    assert "leave them out" in run.err


def test_without_an_index_it_says_what_to_do(pincite: Pincite, draft: Path) -> None:
    run = pincite("check", str(draft))
    assert run.code == 1
    assert "pincite index" in run.err
