import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.documents.confinement.confine import Containment
from index.documents.contained.contained_reader import ContainedReader
from index.originals import Original
from tests.index.documents.contained.test_contained_reader import SERVER, SHORT

SHORT_OCR = replace(SHORT, programs=True)


@pytest.fixture(scope="module")
def reader() -> Iterator[ContainedReader]:
    with ContainedReader(workers=1, ocr_limits=SHORT_OCR, server=SERVER) as reader:
        yield reader


def ocr(reader: ContainedReader, name: str, data: str) -> list[str]:
    [(_, found)] = reader.read([(name, Original(name, data.encode(), ocr=True))])
    assert found.failure is None, found.failure
    return found.documents[0].text.splitlines()


def test_says_what_holds() -> None:
    assert Containment(memory=True, network=True, landlock=6, calls=True).lines() == [
        "memory: limited by the kernel",
        "files: none but Pincite's own (Landlock 6)",
        "network: none (namespaces and seccomp)",
        "other programs: none (seccomp)",
    ]
    assert Containment(memory=False, network=False, landlock=0, calls=False).lines() == [
        "memory: measured twice a second",
        "files: open",
        "network: open",
        "other programs: open",
    ]


def test_ocr_may_run_programs_but_reads_no_document(
    reader: ContainedReader, tmp_path: Path
) -> None:
    held = reader.containment()
    if not (held.landlock and held.calls):
        pytest.skip("this system grants no Landlock or no seccomp")
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "old").write_text("old")
    assert ocr(reader, "run.bad", "")[0].startswith("It gave CompletedProcess")
    told = ocr(reader, "open.bad", str(tmp_path / "secret"))
    assert told[0] == told[1] == "It was refused: PermissionError."
    assert ocr(reader, "write.bad", str(tmp_path)) == ["It was refused: PermissionError."] * 4


def test_ocr_reaches_no_network(reader: ContainedReader) -> None:
    held = reader.containment()
    if not (held.network or held.calls):
        pytest.skip("this system grants neither namespaces nor seccomp")
    assert all(line.startswith("It was refused") for line in ocr(reader, "connect.bad", "9")[:2])


def test_where_nothing_is_granted_files_are_read_within_limits() -> None:
    server = "tests.index.documents.contained.ungranted"
    with ContainedReader(workers=1, limits=SHORT, server=server) as reader:
        assert not any(dataclasses.astuple(reader.containment()))
        names = ["good.md", "gorge.bad", "crash.bad", "good too.md"]
        found = dict(reader.read((name, Original(name, b"Text.")) for name in names))
    reasons = {name: str(done.failure) if done.failure else "" for name, done in found.items()}
    assert reasons == {
        "good.md": "",
        "gorge.bad": "reading it took more than 200 MiB of memory",
        "crash.bad": "its reader failed (SIGSEGV)",
        "good too.md": "",
    }
