import json
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from index.build import build
from index.commands.terminal import say
from index.generations.publish import Generations
from service.http.server import listen
from service.indexing.indexer import Indexer
from service.settings import Settings
from service.wiring import keys_of
from tests.conftest import SEEDS, write_files
from tests.index.old_format import make_old
from tests.service.apps import (
    QUESTION,
    assert_pinned,
    client_of,
    parts_of,
    without_what_differs,
)
from tests.service.conftest import Pincite
from tests.service.indexing.test_indexer import put
from tests.service.wording.misbehaving import BAD, misbehaving, saying
from tests.toy import ToyEncoder


@pytest.mark.usefixtures("indexed")
def test_ask_words_an_answer_by_an_llm_or_says_why_not(
    pincite: Pincite, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = pincite("ask", QUESTION, "--mode", "worded")
    assert refused.code == 2
    assert "PINCITE_LLM_BASE_URL" in refused.err
    with misbehaving(saying("The otter dives eight metres deep. [1]")) as llm:
        monkeypatch.setenv("PINCITE_LLM_BASE_URL", llm.url)
        monkeypatch.setenv("PINCITE_LLM_MODEL", "toy-llm")
        worded = pincite("ask", QUESTION, "--mode", "worded")
        assert worded.out.startswith("“The otter dives eight metres deep.” [1]\n")
        assert f"Worded by toy-llm at 127.0.0.1:{llm.port}" in worded.out
        llm.behave = saying("Eight metres deep the otter dives. [1]")
        own = pincite("ask", QUESTION, "--mode", "worded")
        assert own.out.startswith("Eight metres deep the otter dives. [1]\n")
        llm.behave = BAD["500"]
        failed = pincite("ask", QUESTION, "--mode", "worded")
        assert "failed (status 500). So the documents are quoted." in failed.out
        assert "The otter dives eight metres deep. [1]" in failed.out
        assert len(llm.exchanges) == 3
        assert "Worded" not in pincite("ask", QUESTION).out


@pytest.mark.usefixtures("indexed")
def test_ask_prints_the_answer_and_its_numbered_quotes_with_their_titles(pincite: Pincite) -> None:
    run = pincite("ask", QUESTION)
    assert run.code == 0
    answer, *rest = run.out.splitlines()
    assert "The otter dives eight metres deep. [1]" in answer
    assert "[1] Otters of the river" in rest
    assert any("otters.txt" in line for line in rest)
    assert any("“The otter dives eight metres deep.”" in line for line in rest)


def test_ask_names_copies_and_contradictions(
    pincite: Pincite, generations: Generations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_MIN_CONFIDENCE", "0")
    cost = "The Holm bridge cost {} million crowns."
    texts = {
        "a.txt": f"Bridges\n\n{cost.format(3)}",
        "b.txt": f"Rivers\n\n{cost.format('three')}",
        "c.txt": f"Prices\n\n{cost.format(5)}",
    }
    build(generations, ToyEncoder(), [write_files(tmp_path / "documents", texts)])
    lines = pincite("ask", "How much did the Holm bridge cost?").out.splitlines()
    said = next(line for line in lines if line.startswith("The documents disagree: "))
    assert re.search(r"disagree: (3|three|5) million \[1\], (3|three|5) million \[2\]$", said)
    also = [line.strip() for line in lines if "also in" in line]
    assert also in (["also in: a.txt"], ["also in: b.txt"])


@pytest.mark.usefixtures("indexed")
def test_ask_exits_0_and_shows_the_nearest_when_the_documents_do_not_say(pincite: Pincite) -> None:
    run = pincite("ask", "Who won the 2022 World Cup?")
    assert run.code == 0
    assert run.out.startswith("The documents do not say.")
    assert "nearest passages" in run.out
    assert "Mills of the valley" in run.out
    assert "[1]" not in run.out


def test_json_is_one_document_the_same_as_the_api_gives(
    pincite: Pincite, indexed: Generations
) -> None:
    run = pincite("ask", QUESTION, "--json", "-k", "2")
    assert run.code == 0
    answer = json.loads(run.out)
    with client_of(parts_of(indexed, ToyEncoder())) as client:
        over_http = client.post("/v1/ask", json={"question": QUESTION, "top_k": 2}).json()
        text = client.get("/v1/documents/otters.txt").json()["text"]
    assert list(answer) == list(over_http)
    assert without_what_differs(answer) == without_what_differs(over_http)
    assert_pinned(answer, {"otters.txt": text})


@pytest.mark.usefixtures("indexed")
def test_json_of_an_unsupported_question_is_one_document_too(pincite: Pincite) -> None:
    run = pincite("ask", "Who won the 2022 World Cup?", "--json")
    assert run.code == 0
    assert json.loads(run.out)["status"] == "unsupported"


def test_a_title_that_looks_like_console_markup_is_printed_as_it_is(
    pincite: Pincite, generations: Generations, tmp_path: Path
) -> None:
    text = "[bold]Otters[/bold] :smile: [link=x]\n\nThe otter dives [red]eight[/red] metres deep."
    build(generations, ToyEncoder(), [write_files(tmp_path / "documents", {"a.txt": text})])
    run = pincite("ask", "How many metres deep does the otter dive?")
    assert "[1] [bold]Otters[/bold] :smile: [link=x]" in run.out
    assert "The otter dives [red]eight[/red] metres deep. [1]" in run.out


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_ask_without_an_index_says_what_to_do(pincite: Pincite, more: list[str]) -> None:
    run = pincite("ask", QUESTION, *more)
    assert (run.code, run.out) == (1, "")
    assert "pincite index" in run.err
    assert "Traceback" not in run.err


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("question", ["", "  \n", "x" * 2001, "why \udcff?"])
def test_what_is_no_question_is_wrong_use(pincite: Pincite, question: str) -> None:
    run = pincite("ask", question, "--json")
    assert (run.code, run.out) == (2, "")
    assert "question" in run.err
    assert "xxx" not in run.err


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize(
    "arguments",
    [["-k", "0"], ["-k", "51"], ["-k", "two"], ["--nonsense"], ["another question"]],
)
def test_a_wrong_argument_is_wrong_use(pincite: Pincite, arguments: list[str]) -> None:
    run = pincite("ask", QUESTION, *arguments)
    assert (run.code, run.out) == (2, "")
    assert run.err


def test_a_question_that_the_shell_parted_needs_quotation_marks(pincite: Pincite) -> None:
    run = pincite("ask", "what", "is", "the", "code")
    assert (run.code, run.out) == (2, "")
    assert 'in quotation marks: pincite ask "what is the code"' in run.err


@pytest.mark.parametrize("command", [["ask", QUESTION], ["serve"]])
@pytest.mark.parametrize(
    ("name", "value"),
    [("PINCITE_PORT", "eighty"), ("PINCITE_MIN_CONFIDENCE", "2"), ("PINCITE_THREADS", "-1")],
)
def test_a_bad_setting_is_wrong_use_and_is_named(
    pincite: Pincite, monkeypatch: pytest.MonkeyPatch, command: list[str], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    run = pincite(*command)
    assert (run.code, run.out) == (2, "")
    assert name in run.err
    assert "Traceback" not in run.err


@pytest.mark.usefixtures("indexed")
def test_a_cross_encoder_that_is_nowhere_is_said_at_the_start(
    pincite: Pincite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PINCITE_CROSS_ENCODER", "no-such/model")
    fresh = tmp_path / "fresh"
    for command in (["ask", QUESTION], ["serve", "--port", "0", "--data-dir", str(fresh)]):
        run = pincite(*command)
        assert (run.code, run.out) == (1, "")
        [said] = run.err.splitlines()
        assert said.startswith("Error: PINCITE_CROSS_ENCODER: no-such/model is neither")
    assert not fresh.exists()


def test_ask_answers_from_the_folder_that_is_named(
    pincite: Pincite, indexed: Generations, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PINCITE_DATA_DIR", str(tmp_path / "elsewhere"))
    assert pincite("ask", QUESTION).code == 1
    assert pincite("ask", QUESTION, "--data-dir", str(indexed.data_dir)).code == 0


@pytest.fixture
def taken() -> Iterator[int]:
    """A port of this machine on which somebody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_in_use_is_said_at_once_and_builds_nothing(
    pincite: Pincite, generations: Generations, taken: int
) -> None:
    run = pincite("serve", "--port", str(taken))
    assert (run.code, run.out) == (2, "")
    assert str(taken) in run.err
    assert "--port" in run.err
    assert generations.current_stamp() is None


@pytest.mark.parametrize(
    "host",
    ["203.0.113.9", "a" * 300, "é" * 80 + "..", "x\ny", "\0"],
)
def test_an_address_that_cannot_be_listened_on_is_wrong_use(pincite: Pincite, host: str) -> None:
    run = pincite("serve", "--host", host, "--port", "0")
    assert (run.code, run.out) == (2, "")
    assert "--host" in run.err
    assert "Traceback" not in run.err


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The applications that `pincite serve` would have served; it ends at once instead."""
    found: list[Any] = []

    def run(server: Any, sockets: list[socket.socket]) -> None:
        found.append(server.config.app)
        for each in sockets:
            each.close()

    monkeypatch.setattr("uvicorn.Server.run", run)
    # The process would end with threads that are still at work: here those of other tests.
    monkeypatch.setattr("service.http.server._end_within", lambda seconds: None)
    return found


def test_the_first_start_builds_from_the_seeds_and_the_second_does_not(
    pincite: Pincite, generations: Generations, served: list[Any]
) -> None:
    first = pincite("serve", "--port", "0")
    assert first.code == 0
    assert "building" in first.err
    assert "http://127.0.0.1:" in first.err
    assert generations.current() == 1
    stamp = generations.current_stamp()
    second = pincite("serve", "--port", "0")
    assert second.code == 0
    assert "building" not in second.err
    assert generations.current_stamp() == stamp
    assert len(served) == 2
    documents = served[1].state.parts.library.searcher().generation.manifest.documents
    assert documents == len(list(SEEDS.iterdir()))


@pytest.mark.usefixtures("served")
def test_the_first_start_builds_from_what_was_added_if_anything_was(
    pincite: Pincite, generations: Generations
) -> None:
    put(generations, "beaver.txt", "The beaver fells a tree in one night.")
    run = pincite("serve", "--port", "0")
    assert "building one of the files that were added" in run.err
    assert "1 document (generation 1)" in run.err


@pytest.mark.usefixtures("indexed", "served")
def test_serve_says_what_it_answers_from_and_where(pincite: Pincite) -> None:
    run = pincite("serve", "--port", "0", "--host", "localhost")
    assert run.code == 0
    assert "3 documents" in run.err
    assert "generation 1" in run.err


@pytest.mark.usefixtures("served")
def test_serve_indexes_again_what_an_older_version_made_and_says_so(
    pincite: Pincite, indexed: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = Mock()
    monkeypatch.setattr(Indexer, "start", start)
    pincite("serve", "--port", "0")
    start.assert_not_called()
    make_old(indexed)
    run = pincite("serve", "--port", "0")
    assert run.code == 0
    start.assert_called_once_with()
    assert "An older version of Pincite made this index" in run.out
    assert "3 documents (generation 1)" in run.err


def test_help_names_the_commands(pincite: Pincite) -> None:
    run = pincite("--help")
    assert run.code == 0
    for command in ("ask", "serve", "evaluate", "index"):
        assert command in run.out


def test_it_tells_its_version(pincite: Pincite) -> None:
    assert re.fullmatch(r"pincite \d+\.\d+\.\d+\n", pincite("--version").out)


def test_without_a_command_it_shows_its_help(pincite: Pincite) -> None:
    run = pincite()
    assert run.code == 2
    assert "ask" in run.out + run.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_a_failure_in_words(
    pincite: Pincite, tmp_path: Path
) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    run = pincite("serve", "--port", "0", "--data-dir", str(locked / "data"))
    assert run.code == 1
    assert "Traceback" not in run.err


def test_replies_do_not_wait_for_the_acknowledgement_of_their_headers() -> None:
    """asyncio turns that waiting off for connections whose protocol is known to be TCP."""
    settings = Settings.load(host="127.0.0.1", port=0)
    with listen(settings, keys_of(settings), say) as listener:
        assert listener.proto == socket.IPPROTO_TCP
