import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.documents.confinement.confine import Containment
from index.documents.confinement.limits import MIB, ChildLimits
from index.documents.contained.contained_reader import ContainedReader
from index.documents.contained.file_reader import DirectReader, FileReader, ReadFile
from index.errors import ReadersFailed, Unreadable
from index.originals import FileStatus, Original
from tests.index.documents.contained.hand_made import WORDS, pdf_page

SERVER = "tests.index.documents.contained.misbehaving"
SHORT = ChildLimits(memory=200 * MIB, cpu_s=1, wall_s=60, output=4 * MIB)
GOOD = {f"good{n}.md": f"# Page {n}\n\nThe number of this page is {n}.\n" for n in range(40)}


@pytest.fixture(scope="module")
def reader() -> Iterator[ContainedReader]:
    with ContainedReader(workers=2, limits=SHORT, server=SERVER) as reader:
        yield reader


@pytest.fixture(scope="module")
def held(reader: ContainedReader) -> Containment:
    return reader.containment()


def read_all(reader: FileReader, files: dict[str, str | bytes]) -> dict[str, ReadFile]:
    originals = (
        (name, Original(name, text.encode() if isinstance(text, str) else text))
        for name, text in files.items()
    )
    return dict(reader.read(originals))


def read_one(reader: ContainedReader, name: str, data: str = "") -> ReadFile:
    return read_all(reader, {name: data})[name]


def said(found: ReadFile) -> tuple[FileStatus, str, str] | None:
    """What is said of a file that cannot be read."""
    failure = found.failure
    return (failure.status, str(failure), failure.hint) if failure else None


def text_of(found: ReadFile) -> str:
    assert found.failure is None, found.failure
    [document] = found.documents
    return document.text


def test_gives_what_reading_here_gives(reader: ContainedReader) -> None:
    texts = {
        "page.md": "---\ntitle: A page\n---\n\n# Prices\n\n| Thing | Price |\n|-|-|\n| tea | 3 |\n"
        "\n3. third\n4. fourth\n\n```rust\nfn main() {}\n```\n\nSee [this](https://example.org/a).\n",
        "plain.txt": "A headline\n\nSentences of a text, with an emoji \U0001f600 and a ﬁ.\n",
        "empty.md": "",
        "bytes.txt": b"\0\1\2",
        "of another kind.xyz": "text",
        **GOOD,
    }
    contained = read_all(reader, texts)
    direct = read_all(DirectReader(), texts)
    assert contained.keys() == direct.keys()
    for name, here in direct.items():
        there = contained[name]
        assert there.documents == here.documents
        assert (there.cut, there.reports) == (here.cut, here.reports)
        assert said(there) == said(here)


def test_parts_are_told_apart(reader: ContainedReader) -> None:
    done = read_one(reader, "parts.bad")
    assert [document.document_id for document in done.documents] == ["parts.bad#1"]
    assert done.documents[0].origin.warnings == ("half of it",)
    assert done.documents[0].origin.file == "parts.bad"
    assert [(r.path, r.status) for r in done.reports] == [("second part", FileStatus.ENCRYPTED)]


@pytest.mark.parametrize(
    ("name", "status", "reason"),
    [
        ("loop", FileStatus.TOO_LARGE, "reading it took more than 1 s of processor time"),
        ("eat", FileStatus.TOO_LARGE, "reading it took more than 200 MiB of memory"),
        ("crash", FileStatus.BROKEN, "its reader failed (SIGSEGV)"),
        ("exit", FileStatus.BROKEN, "its reader failed"),
        ("garbage", FileStatus.BROKEN, "its reader failed"),
        ("flood", FileStatus.BROKEN, "its reader failed"),
        ("foreign", FileStatus.BROKEN, "its reader failed"),
        ("huge", FileStatus.TOO_LARGE, "it holds more than 4 MiB of text"),
        ("raise", FileStatus.BROKEN, "its reader failed (KeyError)"),
    ],
)
def test_a_bad_file_ends_as_one_named_file(
    reader: ContainedReader, held: Containment, name: str, status: FileStatus, reason: str
) -> None:
    if name == "eat" and not held.memory:
        pytest.skip("the kernel does not limit memory here")
    names = list(GOOD)
    files = {n: GOOD[n] for n in names[:20]} | {f"{name}.bad": ""} | GOOD
    done = read_all(reader, files)
    failure = done.pop(f"{name}.bad").failure
    assert failure is not None
    assert (failure.status, str(failure)) == (status, reason)
    assert {n: text_of(d) for n, d in done.items()} == {
        n: text.removeprefix("# ").strip() for n, text in GOOD.items()
    }


@pytest.mark.parametrize("name", ["sleep", "dribble"])
def test_a_file_that_takes_too_long_is_given_up(name: str) -> None:
    limits = replace(SHORT, wall_s=0.5)
    with ContainedReader(workers=1, limits=limits, server=SERVER) as reader:
        done = read_all(reader, {"good0.md": GOOD["good0.md"], f"{name}.bad": "", "b.md": "Text."})
    failure = done[f"{name}.bad"].failure
    assert failure is not None
    assert failure.status is FileStatus.TOO_LARGE
    assert "longer than 0.5 s" in str(failure)
    assert text_of(done["b.md"]) == "Text."


def test_what_other_files_left_in_a_child_costs_no_file() -> None:
    with ContainedReader(workers=1, limits=SHORT, server=SERVER) as reader:
        done = read_all(reader, {**GOOD, "fragile.bad": ""})
    assert text_of(done["fragile.bad"]) == "It was read by a fresh child."


def test_no_file_is_open_to_a_reader(
    reader: ContainedReader, held: Containment, tmp_path: Path
) -> None:
    if not held.landlock:
        pytest.skip("this kernel has no Landlock")
    (tmp_path / "secret").write_text("secret")
    told = text_of(read_one(reader, "open.bad", str(tmp_path / "secret")))
    assert told.splitlines() == ["It was refused: PermissionError."] * 5


def test_a_reader_writes_nothing(
    reader: ContainedReader, held: Containment, tmp_path: Path
) -> None:
    if not held.landlock:
        pytest.skip("this kernel has no Landlock")
    (tmp_path / "old").write_text("old")
    told = text_of(read_one(reader, "write.bad", str(tmp_path)))
    assert told.splitlines() == ["It was refused: PermissionError."] * 4
    assert [path.name for path in tmp_path.iterdir() if path.name != "pincite-data"] == ["old"]
    assert (tmp_path / "old").read_text() == "old"


def test_a_reader_reaches_no_network(reader: ContainedReader, held: Containment) -> None:
    if not (held.network or held.calls):
        pytest.skip("this system grants neither namespaces nor seccomp")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        told = text_of(read_one(reader, "connect.bad", str(listening.getsockname()[1])))
        with pytest.raises(TimeoutError):
            listening.accept()
    assert "It was refused" in told.splitlines()[0]
    assert "It was refused" in told.splitlines()[1]


def test_a_reader_starts_and_ends_no_process(reader: ContainedReader, held: Containment) -> None:
    if not held.calls:
        pytest.skip("this system grants no seccomp")
    bystander = subprocess.Popen(["/bin/sleep", "60"], start_new_session=True)
    try:
        told = text_of(read_one(reader, "start.bad", str(bystander.pid)))
        assert told.splitlines() == ["It was refused: PermissionError."] * 4
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_libraries_may_load_their_parts_late(reader: ContainedReader) -> None:
    assert text_of(read_one(reader, "late.bad")) == "ןאד tabnanny"


def test_a_reader_inherits_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PINCITE_SECRET", "secret")
    with (tmp_path / "open").open("w") as opened:
        os.set_inheritable(opened.fileno(), True)
        with ContainedReader(workers=1, limits=SHORT, server=SERVER) as fresh:
            told = text_of(read_one(fresh, "environ.bad"))
    assert "SECRET" not in told
    assert "HOME" not in told
    assert told.endswith(" / [0, 1, 2, 3]")


def test_files_are_taken_only_as_fast_as_their_documents_are(reader: ContainedReader) -> None:
    taken = 0

    def originals() -> Iterator[tuple[int, Original]]:
        nonlocal taken
        for number in range(50):
            taken += 1
            yield number, Original(f"{number}.txt", b"A sentence of it. " * 5000)  # 90 kB

    with ContainedReader(workers=2, server=SERVER, in_flight=500_000) as narrow:
        given = 0
        for _ in narrow.read(originals()):
            given += 1
            if given in (1, 10, 20):
                time.sleep(0.3)
            assert taken - given <= 5 + 1  # and one that is held until there is room
    assert given == 50


def test_a_file_larger_than_the_window_goes_alone() -> None:
    with ContainedReader(workers=2, server=SERVER, in_flight=10) as narrow:
        assert {text_of(done) for done in read_all(narrow, GOOD).values()} == {
            text.removeprefix("# ").strip() for text in GOOD.values()
        }


def test_what_the_caller_raises_in_taking_files_reaches_it(reader: ContainedReader) -> None:
    def originals() -> Iterator[tuple[int, Original]]:
        yield 0, Original("a.md", b"Text.")
        raise FileNotFoundError("the folder is gone")

    with pytest.raises(FileNotFoundError, match="the folder is gone"):
        list(reader.read(originals()))
    assert text_of(read_one(reader, "b.md", "Text.")) == "Text."


def test_a_reading_can_be_left_early(reader: ContainedReader) -> None:
    before = threading.active_count()
    results = reader.read((n, Original(f"{n}.md", b"Text.")) for n in range(1000))
    next(results)
    results.close()
    assert threading.active_count() == before
    assert text_of(read_one(reader, "b.md", "Text.")) == "Text."


def test_a_fork_server_that_is_killed_is_started_again() -> None:
    with ContainedReader(workers=1, limits=replace(SHORT, files=1), server=SERVER) as reader:
        assert text_of(read_one(reader, "a.md", "Text.")) == "Text."
        server = reader._forks._server
        assert server is not None
        server.kill()
        assert text_of(read_one(reader, "b.md", "Text.")) == "Text."


def test_without_children_it_says_so() -> None:
    with (
        ContainedReader(server="no.such.module") as reader,
        pytest.raises(ReadersFailed, match="do not start"),
    ):
        read_one(reader, "a.md", "Text.")


def test_runs_a_task_on_a_file(reader: ContainedReader) -> None:
    assert reader.run_once("echo", {"times": 3}, b"ab") == b"ababab"


def test_draws_a_page_of_a_pdf_and_finds_a_quote_on_it() -> None:
    data = pdf_page(WORDS)
    with ContainedReader(workers=1) as reader:
        [document] = read_all(reader, {"a.pdf": data})["a.pdf"].documents
        picture = reader.run_once("page_picture", {"number": 1, "password": None}, data)
        quote = {"start": 2, "end": 10, "sha256": document.sha256}
        original = {"name": "a.pdf", "password": None, "ocr": False}
        told = reader.run_once("quote_rectangles", {**original, **quote}, data)
        with pytest.raises(Unreadable, match="another text"):
            reader.run_once("quote_rectangles", {**original, **quote, "sha256": ""}, data)
    assert picture.startswith(b"\x89PNG")
    [(page, [(left, top, right, bottom)])] = json.loads(told).items()
    assert page == "1"
    assert 0 < left < right < 1
    assert 0 < top < bottom < 1


def test_a_task_that_fails_is_said_as_a_file_is(reader: ContainedReader) -> None:
    with pytest.raises(Unreadable, match="its reader failed"):
        reader.run_once("echo", {}, b"ab")
    with pytest.raises(Unreadable, match=r"its reader failed \(SIGSEGV\)"):
        reader.run_once("fall", {}, b"")


SCRIPT = textwrap.dedent(
    """
    import signal
    import sys
    from index.documents.contained.contained_reader import ContainedReader
    from index.originals import Original

    if __name__ == "__main__":
        # Where the tests run in the background, a shell has Ctrl+C ignored for all of them.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        reader = ContainedReader(workers=2, server=sys.argv[1])
        files = [Original("sleep.bad", b""), Original("loop.bad", b"#" * 20000)]
        with reader:
            reader.containment()
            print(reader._forks._server.pid, flush=True)
            list(reader.read(enumerate(files)))
    """
)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_nothing_outlives_its_parent(how: signal.Signals) -> None:
    root = Path(__file__).parents[4]
    parent = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, SERVER],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with parent:
        assert parent.stdout is not None
        server = int(parent.stdout.readline())
        until = time.monotonic() + 20
        while len(family := _family(server)) < 3 and time.monotonic() < until:
            time.sleep(0.05)
        assert len(family) == 3
        parent.send_signal(how)
        parent.wait(20)
    until = time.monotonic() + 20
    while any(map(_is_alive, family)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(_is_alive, family))


def _family(server: int) -> list[int]:
    """Return the numbers of a process and its children."""
    pairs = [tuple(map(int, line.split())) for line in _ps("-A", "-o", "pid=,ppid=").splitlines()]
    return [pid for pid, parent in pairs if server in (pid, parent)]


def _is_alive(pid: int) -> bool:
    state = _ps("-o", "stat=", "-p", str(pid)).strip()
    return bool(state) and not state.startswith("Z")


def _ps(*arguments: str) -> str:
    return subprocess.run(["ps", *arguments], capture_output=True, text=True, check=False).stdout
