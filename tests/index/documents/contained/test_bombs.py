"""Files that are made to break their reader end as one named file each; so do damaged ones."""

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable, Collection, Iterator

import pytest

from index.documents.confinement.limits import MIB, ChildLimits
from index.documents.contained.contained_reader import ContainedReader
from index.documents.contained.file_reader import ReadFile
from index.originals import Original
from tests.index.documents.contained.bombs import BOMBS
from tests.index.documents.contained.hand_made import (
    docx,
    epub,
    mail_with,
    odt,
    paragraph,
    pdf_page,
    pptx,
    shape,
    xlsx,
    zipped,
)

LIMITS = ChildLimits(memory=512 * MIB, cpu_s=20, wall_s=240)
_GOOD_BESIDE = " and good.txt"
_LONG = {"anchors.md", "marks.txt", "messages.mbox", "quote.csv"}  # seconds each
# One of each family, for the fast run.
_FEW = {
    *("inflating.zip", "laughs.docx", "far.xlsx", "laughs.pptx", "stealing.odt", "laughs.epub"),
    *("deep.rtf", "deep.json", "laughs.xml", "deep.html", "count.pdf", "inflating.gz"),
}


@pytest.fixture(scope="module")
def few() -> dict[str, ReadFile]:
    """What came of one bomb of each family."""
    return read(_FEW)


@pytest.fixture(scope="module")
def others() -> dict[str, ReadFile]:
    """What came of the other bombs that do not take long."""
    return read(BOMBS.keys() - _LONG - _FEW)


def read(names: Collection[str]) -> dict[str, ReadFile]:
    """Read bombs, with a good file after each."""

    def originals() -> Iterator[tuple[str, Original]]:
        for name in names:
            yield name, Original(name, BOMBS[name]())
            good = Original(f"{name}.good.txt", f"Beside {name}.".encode())
            yield name + _GOOD_BESIDE, good

    with ContainedReader(limits=LIMITS) as reader:
        return dict(reader.read(originals()))


@pytest.mark.parametrize("name", sorted(_FEW))
def test_a_bomb_ends_as_one_named_file(few: dict[str, ReadFile], name: str) -> None:
    assert_ended(few, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(BOMBS.keys() - _LONG - _FEW))
def test_so_does_any_other_bomb(others: dict[str, ReadFile], name: str) -> None:
    assert_ended(others, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(_LONG))
def test_so_does_one_that_takes_long(name: str) -> None:
    assert_ended(read([name]), name)


def assert_ended(found: dict[str, ReadFile], name: str) -> None:
    [good] = found[name + _GOOD_BESIDE].documents
    assert good.text == f"Beside {name}."
    bomb = found[name]
    assert bomb.documents or bomb.reports or bomb.failure
    assert "its reader failed" not in str(bomb.failure)
    assert not any("root:" in document.text for document in bomb.documents)


def _rtf(text: str) -> bytes:
    return f"{{\\rtf1\\ansi {{\\b Title}}\\par {text}\\par}}".encode()


def _html(text: str) -> bytes:
    return (
        f"<!DOCTYPE html><html lang=en><head><title>Title</title></head><body><main><h1>Title</h1>"
        f"<p>{text} {text}</p><ul><li>One</li></ul><table><tr><th>A</th></tr><tr><td>{text}</td>"
        "</tr></table></main></body></html>"
    ).encode()


GOOD: dict[str, Callable[[str], bytes]] = {
    ".txt": lambda text: f"A headline\n\n{text}\n".encode(),
    ".md": lambda text: f"# Title\n\n{text}\n\n| a | b |\n|-|-|\n| 1 | *2* |\n".encode(),
    ".html": _html,
    ".pdf": lambda text: pdf_page(f"BT /F 12 Tf 20 200 Td ({text}) Tj ET\n".encode()),
    ".docx": lambda text: docx(paragraph(text)),
    ".pptx": lambda text: pptx(shape(text)),
    ".xlsx": lambda text: xlsx(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row>', strings=text
    ),
    ".odt": lambda text: odt(f"<text:p>{text}</text:p>"),
    ".epub": lambda text: epub(_html(text).decode()),
    ".rtf": _rtf,
    ".csv": lambda text: f"name,words\n1,{text}\n2,{text}\n".encode(),
    ".json": lambda text: json.dumps({"title": "Title", "items": [{"text": text}]}).encode(),
    ".jsonl": lambda text: (json.dumps({"text": text}) + "\n").encode() * 3,
    ".xml": lambda text: f"<r><title>Title</title><p>{text}</p></r>".encode(),
    ".eml": lambda text: mail_with("a.zip", zipped({"a.txt": text})),
    ".mbox": lambda text: f"From a@b Mon Jan  5 10:00:00 2026\nSubject: a\n\n{text}\n".encode() * 2,
    ".zip": lambda text: zipped({"a.md": text, "b.docx": docx(paragraph(text))}),
}


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with some of them changed, left out, repeated or moved."""
    if data.startswith(b"PK") and chance.random() < 0.5:
        return _mutated_member(data, chance)
    content = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(content) + 1)
        length = min(chance.choice((1, 1, 2, 8, 64, 512)), len(content) - at)
        match chance.randrange(6):
            case 0:
                content[at : at + length] = chance.randbytes(length)
            case 1:
                del content[at : at + length]
            case 2:
                content[at:at] = content[at : at + length] * chance.choice((1, 2, 50))
            case 3:
                content[at:at] = chance.choice((b"\0", b"\xff" * 4, b"<", b"[", b'"', b"%", b"&a;"))
            case 4:
                content[at : at + length] = b"9" * length
            case _:
                content = content[: max(1, at)] if chance.random() < 0.2 else content
    return bytes(content)


def _mutated_member(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(members))
    return zipped({**members, name: _mutated(members[name], chance)})


def _mark(number: int) -> str:
    """Return a word that no mutation makes of another."""
    return "mark" + hashlib.sha256(str(number).encode()).hexdigest()[:16]


@pytest.mark.parametrize("count", [500, pytest.param(5000, marks=pytest.mark.slow)])
def test_damaged_files_crash_nothing_and_stay_apart(count: int) -> None:
    chance = random.Random(count)
    suffixes = sorted(GOOD)
    marks = {_mark(number): number for number in range(count)}

    def originals() -> Iterator[tuple[int, Original]]:
        for mark, number in marks.items():
            suffix = suffixes[number % len(suffixes)]
            data = GOOD[suffix](f"A sentence with the {mark} of its file.")
            yield number, Original(f"file{number}{suffix}", _mutated(data, chance))

    with ContainedReader(limits=LIMITS) as reader:
        found = dict(reader.read(originals()))
    assert found.keys() == set(range(count))
    for number, done in found.items():
        name = f"file{number}{suffixes[number % len(suffixes)]}"
        assert done.documents or done.reports or done.failure, name
        assert "its reader failed" not in str(done.failure), name
        words = {word for d in done.documents for word in f"{d.text} {d.title}".split()}
        assert {marks[word] for word in words & marks.keys()} <= {number}, name


@pytest.fixture(scope="module")
def undamaged() -> dict[str, ReadFile]:
    """What one reader reads of all of them, before they are damaged."""
    with ContainedReader(workers=1) as reader:
        originals = ((s, Original(f"a{s}", make(_mark(1)))) for s, make in GOOD.items())
        return dict(reader.read(originals))


@pytest.mark.parametrize("suffix", GOOD)
def test_the_files_that_are_damaged_were_good(undamaged: dict[str, ReadFile], suffix: str) -> None:
    found = undamaged[suffix]
    assert any(_mark(1) in document.text for document in found.documents), found
