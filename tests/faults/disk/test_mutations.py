"""Folders of an index that were damaged in every way: nothing crashes, nothing wrong is served."""

import json
import logging
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.durable import remove_folder
from index.errors import GenerationDamaged, IndexMissing
from index.generations.manifest import FileRecord, Manifest
from index.generations.publish import Generations
from index.search import Searcher
from service.library import Library
from tests.faults.harness.editions import PLACES, put, question_of, text_of
from tests.faults.harness.invariants import check_nothing_is_left, files_of
from tests.toy import ToyEncoder

Content = tuple[object, ...]


@dataclass(frozen=True)
class Base:
    """An index of two generations to copy, which share a segment; what each holds, by number."""

    data_dir: Path
    documents: Path
    holds: dict[int, Content]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    folder = tmp_path_factory.mktemp("mutations")
    found = Base(folder / "data", folder / "documents", {})
    for number in (1, 2):
        stay = {f"same/{place}.txt": text_of(place, 0) for place in PLACES[6:12]}
        change = {f"{place}.txt": text_of(place, number) for place in PLACES[:6]}
        put(found.documents, stay | change)
        build(Generations(found.data_dir), ToyEncoder(), [found.documents])
        found.holds[number] = content_of(library_on(found.data_dir).searcher())
    folders = [found.data_dir / "generations" / f"00000{number}" for number in (1, 2)]
    old, new = (Manifest.read(folder).segments for folder in folders)
    assert (set(old) & set(new), set(new) - set(old)) == ({"000001-002"}, {"000002-001"})
    return found


def library_on(data_dir: Path) -> Library:
    encoder = ToyEncoder()
    return Library(Generations(data_dir), lambda _: encoder)


def content_of(searcher: Searcher) -> Content:
    """Everything that an answer can be made of."""
    generation = searcher.generation
    store = generation.store
    passages = list(store.all_passages())
    sentences = np.arange(len(generation.sentences))
    return (
        generation.number,
        generation.manifest,
        list(store.all_documents()),
        store.summaries(),
        [(p.row, p.passage, p.sentence_rows) for p in passages],
        generation.passages.take(np.arange(len(generation.passages))).tobytes(),
        generation.sentences.take(sentences).tobytes(),
        [[column.tolist() for column in generation.lexicon.search(p, 9)] for p in PLACES[:6]],
        [hit.stored.text for hit in searcher.search(question_of(PLACES[2]), 3).hits],
    )


Mutation = Callable[[random.Random, Path], str]
"""Damages a data folder; says how, in words."""


def _any_file(rng: random.Random, data_dir: Path) -> Path:
    """A file of a generation, more often of the current one; of small ones as often as large."""
    number = rng.choice(["000002", "000002", "000002", "000001"])
    files = [*files_of(data_dir, int(number))]
    links = (data_dir / "generations" / number / "lexicon").iterdir()
    return rng.choice(sorted([*files, *(path for path in links if path.is_symlink())]))


def _truncate(rng: random.Random, data_dir: Path) -> str:
    path = _any_file(rng, data_dir)
    size = rng.choice([0, path.stat().st_size - 1, rng.randrange(path.stat().st_size)])
    os.truncate(path, size)
    return f"{path} cut to {size} bytes"


def _lengthen(rng: random.Random, data_dir: Path) -> str:
    path = _any_file(rng, data_dir)
    with path.open("ab") as file:
        file.write(rng.randbytes(rng.choice([1, 4096])))
    return f"{path} lengthened"


def _flip(rng: random.Random, data_dir: Path) -> str:
    path = _any_file(rng, data_dir)
    data = bytearray(path.read_bytes())
    for _ in range(rng.choice([1, 1, 8])):
        # As often near the start, where the sizes and kinds stand, as anywhere else.
        at = rng.randrange(rng.choice([min(64, len(data)), len(data)]))
        data[at] ^= 1 << rng.randrange(8)
    path.write_bytes(data)
    return f"{path} with flipped bits"


def _zero(rng: random.Random, data_dir: Path) -> str:
    path = _any_file(rng, data_dir)
    data = bytearray(path.read_bytes())
    at = rng.randrange(len(data))
    data[at : at + 512] = bytes(len(data[at : at + 512]))
    path.write_bytes(data)
    return f"{path} with zeros from {at} on"


def _swap(rng: random.Random, data_dir: Path) -> str:
    one, other = _any_file(rng, data_dir), _any_file(rng, data_dir)
    mine, theirs = one.read_bytes(), other.read_bytes()
    one.write_bytes(theirs)
    other.write_bytes(mine)
    return f"{one} and {other} swapped"


def _lose(rng: random.Random, data_dir: Path) -> str:
    path = _any_file(rng, data_dir)
    path.unlink()
    return f"{path} missing"


def _folder_for_file(rng: random.Random, data_dir: Path) -> str:
    path = _any_file(rng, data_dir)
    path.unlink()
    path.mkdir()
    return f"{path} is a folder"


def _dangle(rng: random.Random, data_dir: Path) -> str:
    path = _any_file(rng, data_dir)
    path.unlink()
    path.symlink_to(rng.choice(["nowhere", path.name]))
    return f"{path} is a link to nothing"


def _mix(rng: random.Random, data_dir: Path) -> str:
    """One file, or one part, of the older generation in the newer one."""
    old, new = (data_dir / "generations" / number for number in ("000001", "000002"))
    part = rng.choice(["about.sqlite", "lexicon", "manifest.json", "of a segment"])
    names = [part]
    if part == "of a segment":
        old, new = (data_dir / "segments" / name for name in ("000001-001", "000002-001"))
        part = rng.choice(["store.sqlite", "vectors", "lexicon", "store and vectors"])
        names = ["store.sqlite", "vectors"] if part == "store and vectors" else [part]
    for name in names:
        if (new / name).is_dir():
            shutil.rmtree(new / name)
            shutil.copytree(old / name, new / name, symlinks=True)
        else:
            shutil.copy2(old / name, new / name)
    return f"{part} of generation 1 in generation 2"


def _rename_folder(rng: random.Random, data_dir: Path) -> str:
    folder = data_dir / "generations"
    name = rng.choice(["000003", "000020", "000002.partial", "2"])
    (folder / "000002").rename(folder / name)
    if rng.random() < 0.5:
        (folder / "000001").rename(folder / "000002")
    return f"generation 2 renamed to {name}"


def _lose_folder(rng: random.Random, data_dir: Path) -> str:
    generations = ["000002", "000002/lexicon", "000001"]
    parts = ["000001-001", "000001-002", "000001-002/vectors", "000002-001", "000002-001/lexicon"]
    names = [*(f"generations/{n}" for n in generations), *(f"segments/{n}" for n in parts)]
    name = rng.choice([*names, "segments"])
    shutil.rmtree(data_dir / name)
    if rng.random() < 0.5:
        (data_dir / name).write_text("a file in its place")
    return f"{name} missing"


def _manifest_entry(rng: random.Random, data_dir: Path) -> str:
    """A manifest that is sound JSON and says something else."""
    path = data_dir / "generations" / "000002" / "manifest.json"
    content = json.loads(path.read_bytes())
    name = rng.choice(list(content))
    content[name] = rng.choice([None, -1, 1, "x", [], {}, {"x": 1}, 10**30, True])
    if rng.random() < 0.3:
        del content[name]
    path.write_text(json.dumps(content))
    return f"manifest with another {name}"


def _manifest_text(rng: random.Random, data_dir: Path) -> str:
    path = data_dir / "generations" / rng.choice(["000002", "000001"]) / "manifest.json"
    texts = ["", "{}", "[]", "null", '"x"', "7", "[" * 50_000, '{"sha256": ' * 5_000, "1" * 5_000]
    path.write_text(rng.choice(texts))
    return f"{path} replaced"


def _manifest_resealed(rng: random.Random, data_dir: Path) -> str:
    """A manifest that is whole, and fits its folder no more."""
    folder = data_dir / "generations" / "000002"
    manifest = Manifest.read(folder)
    name = rng.choice(list(manifest.files))
    record = manifest.files[name]
    wrong = rng.choice([FileRecord(record.size + 1, record.sha256), FileRecord(1, "ab" * 32), None])
    if wrong is None:
        del manifest.files[name]
    else:
        manifest.files[name] = wrong
    (folder / "manifest.json").write_bytes(manifest.to_bytes())
    return f"manifest with another record of {name}"


def _current(rng: random.Random, data_dir: Path) -> str:
    path = data_dir / "CURRENT"
    contents = [b"", b"\n", b"0\n", b"1\n", b"3\n", b"-2\n", b"2 2\n", b"\xff\xfe", b"\0\0", b"2.0"]
    data = rng.choice(
        [*contents, b"9" * 5_000, bytes([path.read_bytes()[0] ^ 1 << rng.randrange(8)])]
    )
    path.write_bytes(data)
    return f"CURRENT holds {data[:10]!r}"


def _no_current(rng: random.Random, data_dir: Path) -> str:
    (data_dir / "CURRENT").unlink()
    return "CURRENT missing"


def _strangers(rng: random.Random, data_dir: Path) -> str:
    """What does not belong there at all."""
    folder = data_dir / "generations"
    segments = data_dir / "segments"
    own = folder / "000002"
    place = rng.choice([folder, own, own / "lexicon", segments, segments / "000002-001"])
    name = rng.choice([".DS_Store", "000009", "store.sqlite-journal", "store.sqlite-wal", "x.lock"])
    (place / name).write_bytes(rng.randbytes(64))
    return f"{place / name} added"


def _stamps(rng: random.Random, data_dir: Path) -> str:
    """A stamp that says nothing, and a file it no longer stands for."""
    stamp = data_dir / "verified" / "000002.json"
    stamp.write_text(rng.choice(["", "{}", "null", "[[", "[" * 50_000, stamp.read_text()[:-5]]))
    return f"{_flip(rng, data_dir)}, and {stamp} spoilt"


MUTATIONS: list[Mutation] = [
    *(_truncate, _flip, _swap, _lose, _mix) * 3,
    *(_lengthen, _zero, _folder_for_file, _dangle, _rename_folder, _lose_folder),
    *(_manifest_entry, _manifest_text, _manifest_resealed, _current, _no_current),
    *(_strangers, _stamps),
]


@pytest.mark.parametrize(
    "count", [2 * len(MUTATIONS), pytest.param(10_000, marks=pytest.mark.slow)]
)
def test_a_mutated_folder_is_never_served_as_if_it_were_whole(
    count: int, base: Base, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "pincite")  # each of these is logged, which fills pages
    rng = random.Random(count)
    outcomes = {"refused": 0, "the one before": 0, "unchanged": 0}
    for trial in range(count):
        data_dir = tmp_path / str(trial)
        shutil.copytree(base.data_dir, data_dir, symlinks=True)
        for number in (2, 1):  # so that both have a stamp, which must then not be believed
            Generations(data_dir).open(number).release()
        times = _times(data_dir)
        said = MUTATIONS[trial % len(MUTATIONS)](rng, data_dir)
        if rng.random() < 0.5:
            _set_back(times)
            said += ", its times set back"
        try:
            outcomes[_outcome(base, data_dir)] += 1
            if trial % 5 == 0:
                _check_next_build(base, data_dir)
        except Exception as error:
            raise AssertionError(f"trial {trial}: {said}") from error
        remove_folder(data_dir)
    assert all(outcomes.values()), outcomes


def _outcome(base: Base, data_dir: Path) -> str:
    """What a server does with it; fails where that is anything but right."""
    library = library_on(data_dir)
    try:
        searcher = library.searcher()
    except (GenerationDamaged, IndexMissing):
        return "refused"
    number = searcher.generation.number
    assert content_of(searcher) == base.holds[number]
    if number == 2:
        assert bool(library.damaged) == (Generations(data_dir).current_number() != 2)
        return "unchanged"
    # Where CURRENT itself names the older one, nobody can tell that from a rollback.
    assert library.damaged or Generations(data_dir).current_number() == 1
    return "the one before"


def _check_next_build(base: Base, data_dir: Path) -> None:
    build(Generations(data_dir), ToyEncoder(), [base.documents])
    library = library_on(data_dir)
    assert _documents(library.searcher()) == _documents_of_files(base)
    assert not library.damaged
    check_nothing_is_left(data_dir)


def _documents(searcher: Searcher) -> dict[str, str]:
    return {d.document_id: d.text for d in searcher.generation.store.all_documents()}


def _documents_of_files(base: Base) -> dict[str, str]:
    files = (path for path in base.documents.rglob("*") if path.is_file())
    return {path.relative_to(base.documents).as_posix(): path.read_text("utf-8") for path in files}


def _times(data_dir: Path) -> dict[Path, tuple[int, int]]:
    files = {path: path.stat() for path in data_dir.rglob("*")}
    return {path: (status.st_atime_ns, status.st_mtime_ns) for path, status in files.items()}


def _set_back(times: dict[Path, tuple[int, int]]) -> None:
    """Give every file that is still there the times it had."""
    for path, ns in times.items():
        if path.exists() and not path.is_symlink():
            os.utime(path, ns=ns)


def test_a_file_that_cannot_be_read_is_damage(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad block on the disk: the file is there, its size is right, and reading it fails."""
    data_dir = shutil.copytree(base.data_dir, tmp_path / "data", symlinks=True)

    def sha256_of(path: Path) -> str:
        raise OSError(5, "Input/output error", str(path))

    with monkeypatch.context() as disk:
        disk.setattr("index.generations.manifest.sha256_of", sha256_of)
        with pytest.raises(GenerationDamaged, match=r"cannot be read \(Input/output error\)"):
            library_on(data_dir).searcher()
    assert content_of(library_on(data_dir).searcher()) == base.holds[2]
