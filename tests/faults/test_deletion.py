"""Delete means gone: from every reply as soon as the build returns, and from the files after."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from index.building.passages.resplit import key_of
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.records import PassageText
from index.storage.words.analysis import terms
from tests.end_to_end.site import Site
from tests.faults.harness.editions import PLACES, Askers, Seen, put, question_of, text_of
from tests.faults.harness.forks import Forks

SECRET = (
    "Zephyrinus Quillfeather hides the vellichor under the old lighthouse. "
    "Nobody but Zephyrinus knows how many quarrelling marmosets guard the vellichor by night."
)
NAME = "letters/Zephyrinus.txt"
SAID = ("Zephyrinus", "Quillfeather", "vellichor", "quarrelling marmosets", "letters/Z")
OTHER_QUESTION = "What does the lamp of Skerry harbour do at night?"
QUESTION = "Where does Zephyrinus Quillfeather hide the vellichor?"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path, _texts() | {NAME: SECRET})
    yield site
    site.stop()


def _texts() -> dict[str, str]:
    return {f"{place}.txt": text_of(place, 1) for place in PLACES}


def test_a_deleted_document_is_gone_from_every_reply_and_every_file(
    site: Site, forks: Forks, tmp_path: Path
) -> None:
    data_dir, documents = tmp_path / "data", tmp_path / "documents"
    seen, texts = Seen(), _texts()
    seen.expect(texts | {NAME: SECRET})
    seen.expect(texts)
    traces = _traces(Generations(data_dir))
    assert len(_found_in(data_dir, traces)) > 10, "nothing would be found where it is, either"
    assert NAME in json.dumps(site.ask(QUESTION))
    with Askers(site.url, seen, threads=4) as askers:
        askers.wait_for_new_replies()
        put(documents, texts)
        assert forks.build(data_dir, documents) == 0
        _assert_unknown(site)
        askers.wait_for_new_replies()
    new = data_dir / "generations" / "000002"
    assert _found_in(new, traces) == set()
    lexicon = Generation(Generations(data_dir).open(2)).lexicon
    nowhere = lexicon.rarity("a term that is nowhere")
    assert {lexicon.rarity(t) for t in set(terms(SECRET)) - set(terms(text_of("x", 1)))} == {
        nowhere
    }
    _prune_to_one(data_dir)
    assert _found_in(data_dir, traces) == set()
    assert [path.name for path in (data_dir / "generations").iterdir()] == ["000002"]
    _assert_unknown(site)


@pytest.mark.parametrize("step", [16, pytest.param(3, marks=pytest.mark.slow)])
def test_a_build_that_died_keeps_no_trace_once_it_is_pruned(
    step: int, forks: Forks, tmp_path: Path
) -> None:
    """The vectors it had made lie beside the generations; texts can be made of vectors."""
    data_dir, documents = tmp_path / "data", tmp_path / "documents"
    put(documents, _texts() | {NAME: SECRET})
    assert forks.build(tmp_path / "elsewhere", documents) == 0
    traces = _traces(Generations(tmp_path / "elsewhere"))
    put(documents, _texts())
    assert forks.build(data_dir, documents) == 0
    put(documents, _texts() | {NAME: SECRET})
    died_with_traces = False
    for change in range(1, 200, step):
        if forks.build(data_dir, documents, die_at=change) == 0:
            break
        died_with_traces |= bool(_found_in(data_dir, traces))
        if Generations(data_dir).current() != 1:
            break
    assert died_with_traces
    put(documents, _texts())
    assert forks.build(data_dir, documents) == 0
    _prune_to_one(data_dir)
    assert _found_in(data_dir, traces) == set()


@pytest.mark.slow
def test_an_upload_that_is_removed_is_gone_from_every_reply_and_every_file(
    site: Site, tmp_path: Path
) -> None:
    data_dir, upload = tmp_path / "data", "uploads/Zephyrinus.txt"
    (tmp_path / "documents" / NAME).unlink()
    markdown = "# Harbours\n\n- The lamp of Skerry harbour shines red at night.\n- Kelp grows.\n"
    files = [("Zephyrinus.txt", SECRET), ("lamps.md", markdown)]
    sent = httpx2.post(f"{site.url}/v1/documents", files=[("files", file) for file in files])
    assert sent.status_code == 202
    _wait_for_indexing(site)
    traces = _traces(Generations(data_dir), upload)
    assert any(name.startswith("uploads/files/") for name in _found_in(data_dir, traces))
    answer = site.ask(QUESTION)
    [citation] = [c for c in answer["citations"] if c["source"]["document_id"] == upload]
    assert citation["quote"] in SECRET
    original = httpx2.get(f"{site.url}/v1/documents/{upload}/original")
    assert original.text == SECRET
    assert "shines red" in site.ask(OTHER_QUESTION)["answer"]

    removed = httpx2.delete(f"{site.url}/v1/documents/{upload}")
    assert removed.status_code == 202
    _wait_for_indexing(site)
    _assert_unknown(site, upload)
    assert httpx2.get(f"{site.url}/v1/documents/{upload}/original").status_code == 404
    assert "shines red" in site.ask(OTHER_QUESTION)["answer"]
    _prune_to_one(data_dir)
    assert _found_in(data_dir, traces) == set()


def test_an_idle_server_lets_go_of_what_it_no_longer_serves(
    site: Site, forks: Forks, tmp_path: Path
) -> None:
    """Nobody has to ask it anything before every trace can be removed."""
    data_dir, documents = tmp_path / "data", tmp_path / "documents"
    traces = _traces(Generations(data_dir))
    assert NAME in json.dumps(site.ask(QUESTION))
    put(documents, _texts())
    assert forks.build(data_dir, documents) == 0
    _prune_to_one(data_dir)
    assert _found_in(data_dir, traces) == set()


@pytest.mark.slow
def test_a_generation_that_is_still_read_is_said_to_be_there(forks: Forks, tmp_path: Path) -> None:
    """Nobody may take a document for gone while somebody holds on to it."""
    data_dir, documents = tmp_path / "data", tmp_path / "documents"
    put(documents, _texts() | {NAME: SECRET})
    assert forks.build(data_dir, documents) == 0
    traces = _traces(Generations(data_dir))
    put(documents, _texts())
    line = [sys.executable, "-m", "index", "prune", "--keep", "1", "--data-dir", str(data_dir)]
    with Generations(data_dir).open_current():
        assert forks.build(data_dir, documents) == 0
        pruned = subprocess.run(line, check=False, capture_output=True, text=True)
    assert pruned.returncode == 1
    assert "Kept: 1, 2." in pruned.stdout
    assert "another process still reads them" in pruned.stderr
    _prune_to_one(data_dir)
    assert _found_in(data_dir, traces) == set()


def test_a_rollback_says_which_deleted_documents_return(
    site: Site, forks: Forks, tmp_path: Path
) -> None:
    data_dir, documents = tmp_path / "data", tmp_path / "documents"
    put(documents, _texts())
    assert forks.build(data_dir, documents) == 0
    assert f"Returned: {NAME}" in _pincite("rollback", data_dir)
    assert NAME in json.dumps(site.ask(QUESTION))
    assert f"Gone: {NAME}" in _pincite("rollback", data_dir, "--forward")
    _assert_unknown(site)


def _wait_for_indexing(site: Site) -> None:
    end = time.monotonic() + 120
    while (state := httpx2.get(f"{site.url}/v1/admin/index").json())["status"] == "running":
        assert time.monotonic() < end
        time.sleep(0.05)
    assert state["status"] == "done", state


def _assert_unknown(site: Site, name: str = NAME) -> None:
    """No request that begins now shows anything of it."""
    for path in ("/v1/documents", f"/v1/documents/{name}"):
        reply = httpx2.get(site.url + path)
        assert not [word for word in SAID if word in reply.text], reply.text
        assert reply.status_code == (200 if path == "/v1/documents" else 404)
    for question in (QUESTION, "how many marmosets guard the lighthouse?", question_of(PLACES[0])):
        answer = site.ask(question)
        del answer["question"]
        shown = json.dumps(answer, ensure_ascii=False)
        assert not [word for word in SAID if word in shown], shown


def _pincite(command: str, data_dir: Path, *options: str) -> str:
    line = [sys.executable, "-m", "index", command, "--data-dir", str(data_dir), *options]
    return subprocess.run(line, check=True, capture_output=True, text=True).stdout


def _prune_to_one(data_dir: Path) -> None:
    assert "Kept: " in _pincite("prune", data_dir, "--keep", "1")


def _traces(generations: Generations, name: str = NAME) -> dict[str, bytes]:
    """What the document may leave behind: its words in every spelling, its hash, its vectors."""
    generation = Generation.open_current(generations)
    document = generation.store.document(name)
    assert document
    words = {*SAID, *(word for text in SAID for word in text.split())} - {"letters/Z"}
    forms = words | {w.lower() for w in words} | {w.upper() for w in words} | set(terms(SECRET)[:3])
    traces = {
        f"{form} in {encoding}": form.encode(encoding)
        for form in forms
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")
    }
    traces["its name"] = name.encode()
    traces["its hash"] = document.sha256.encode()
    for stored in generation.store.all_passages():
        if stored.document.document_id == name:
            rows = generation.sentences.take(list(stored.sentence_rows))
            for row in (*generation.passages.take([stored.row]), *rows):
                traces[f"vector {row[:2]}"] = row.tobytes()
            key = key_of(PassageText.cut_from(document.text, stored.passage))
            traces["the key of its passage"] = key
    return traces


def _found_in(folder: Path, traces: dict[str, bytes]) -> set[str]:
    """Which of the traces stand in which files."""
    return {
        f"{path.relative_to(folder)}: {what}"
        for path in folder.rglob("*")
        if path.is_file()
        for content in [path.read_bytes()]
        for what, trace in traces.items()
        if trace in content
    }
