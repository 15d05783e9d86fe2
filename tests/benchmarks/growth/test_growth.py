"""The machinery of the growth figures, with toy corpora; what it measures is never judged here."""

import json
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.generations.publish import Generations
from index.records import PassageText, RawDocument, Span
from service.evaluation.dataset import JudgedQuery
from service.settings import Settings
from tests.benchmarks.collection import Collection
from tests.benchmarks.growth import corpora, generator, standin
from tests.benchmarks.growth.corpora import Corpora
from tests.benchmarks.growth.generator import Generator, Made, hash_of
from tests.benchmarks.growth.kinds import KINDS, compare
from tests.benchmarks.growth.measure import Growth
from tests.benchmarks.growth.report import table
from tests.benchmarks.growth.standin import StandIn
from tests.index.storage.vectors.written import many, opened
from tests.toy import DIMENSION, ToyEncoder

_ANIMALS = "otter badger heron marten vole trout beaver kestrel".split()
_DOING = "dives sleeps swims hunts digs waits".split()


def _text(of: int) -> str:
    return " ".join(
        f"The {_ANIMALS[(of + n) % 8]} {_DOING[of * n % 6]} for {20 * of + n} hours near a river."
        for n in range(12)
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands for the folder of evaluation sets: two corpora of ten documents."""

    def read_collection(folder: Path) -> Collection:
        shift = 100 * int(folder.name)
        documents = [RawDocument(f"{n}.txt", _text(shift + n), f"Of {n}") for n in range(10)]
        settings = Settings.load(data_dir=tmp_path / f"index of {folder.name}")
        build(Generations(settings.data_dir), ToyEncoder(), corpus=documents)
        queries = [JudgedQuery(str(n), f"What does {n} do?", {f"{n}.txt": 1}) for n in range(10)]
        return Collection(folder.name, documents, [], [], queries, settings)

    monkeypatch.setattr(corpora, "SETS", ("1", "2"))
    monkeypatch.setattr(corpora, "read_collection", read_collection)
    return tmp_path


def _documents(folder: Path, count: int) -> list[Made]:
    return list(islice(Generator(Corpora(folder)).documents(), count))


def test_the_real_documents_come_first_and_the_others_are_always_the_same(folder: Path) -> None:
    made = _documents(folder, 60)
    assert made == _documents(folder, 60)
    assert [one.real for one in made] == [True] * 20 + [False] * 40
    assert {one.document.document_id for one in made[:20]} == {
        f"{corpus}/{n}.txt" for corpus in "12" for n in range(10)
    }
    assert len({one.document.document_id for one in made}) == 60


def test_what_is_made_up_is_like_the_real_and_says_where_each_sentence_comes_from(
    folder: Path,
) -> None:
    made = _documents(folder, 60)
    said = {row: text for one in made[:20] for text, row in one.sentences}
    for one in made[20:]:
        assert len(one.sentences) >= 25
        for text, row in one.sentences:
            assert text in one.document.text
            words, origin = text.split(), said[row].split()
            assert len(words) == len(origin)
            assert words[0] == origin[0] == "The"
    pairs = [(text, said[row]) for one in made[20:] for text, row in one.sentences]
    assert 0.6 < sum(text != origin for text, origin in pairs) / len(pairs) < 1


def _lines(path: Path) -> list[list[str]]:
    return [json.loads(line) for line in path.read_text("ascii").splitlines()]


@pytest.fixture
def stand_in(folder: Path) -> StandIn:
    work = folder / "work"
    work.mkdir()
    generator.write(folder, work, [100, 400])
    standin.find_neighbours(work)
    return StandIn(ToyEncoder(), work)


def test_real_passages_get_their_real_vectors(stand_in: StandIn, tmp_path: Path) -> None:
    generations = Generations(tmp_path / "again")
    documents = [RawDocument(str(n), _text(100 + n)) for n in range(10)]
    build(generations, stand_in, corpus=documents)
    of_real = Generations(tmp_path / "index of 1")
    for name in ("passages", "sentences"):
        vectors = [
            getattr(corpora.Generation.open_current(one), name) for one in (of_real, generations)
        ]
        rows = np.arange(len(vectors[0]))
        assert len(rows) == len(vectors[1])
        assert np.allclose(vectors[0].take(rows), vectors[1].take(rows), atol=1e-6)


def test_made_up_vectors_lie_near_the_real_and_are_always_the_same(
    stand_in: StandIn, folder: Path
) -> None:
    text = _lines(folder / "work" / "documents.jsonl")[-1][1].split("\n\n", 1)[0]
    starts = [text.index(s) for s in text.split(". ")]
    spans = tuple(
        Span(start, end - 1)
        for start, end in zip(starts, [*starts[1:], len(text) + 1], strict=True)
    )
    passage = PassageText(text, spans)
    [vectors], [again] = stand_in.encode_passages([passage]), stand_in.encode_passages([passage])
    assert np.array_equal(vectors.sentences, again.sentences)
    assert np.array_equal(vectors.words, again.words)
    assert np.allclose(np.linalg.norm(vectors.sentences, axis=1), 1)
    real = np.load(folder / "work" / "sentences.npy")
    nearest = (vectors.sentences @ real.T).max(axis=1)
    assert (nearest > 0.6).all()
    assert vectors.sentences.shape == (len(spans), DIMENSION)


def test_every_size_has_its_documents_changes_and_questions(
    stand_in: StandIn, folder: Path
) -> None:
    work = folder / "work"
    about = json.loads((work / "about.json").read_text("ascii"))
    assert about["documents"].keys() == about["questions"].keys() == {"100", "400"}
    names = [name for name, *_ in _lines(work / "documents.jsonl")]
    assert about["documents"]["400"] == len(names)
    for size, count in about["documents"].items():
        there = {*names[:count]}
        assert about["questions"][size]
        assert all({*right} <= there for _, right in about["questions"][size])
        changed = _lines(work / f"changed-{size}.jsonl")
        assert {name for name, *_ in changed} <= there
        assert len(changed) == min(generator.CHANGED, count // 2)


def test_a_sentence_is_known_whatever_blanks_stand_in_it() -> None:
    assert hash_of("Otters  dive\nfar. ") == hash_of("Otters dive far.") != hash_of("Otters dive.")


def test_kinds_of_indexes_are_compared_with_all(tmp_path: Path) -> None:
    vectors = many(3000)
    kinds = [kind for kind in KINDS if kind.name in ("Flat", "BFlat", "RaBitQfs")]
    with pytest.MonkeyPatch.context() as few:
        few.setattr("tests.benchmarks.growth.kinds.KINDS", kinds)
        found = compare(opened(tmp_path, "exact", vectors), list(vectors[:20]))
    assert [one["kind"] for one in found] == ["Flat", "RaBitQfs", "BFlat"]
    assert found[0]["recall"] == 1
    assert all(0.9 < one["recall"] <= 1 and one["mb"] > 0 for one in found)


def _figures(documents: int) -> dict[str, dict[str, object]]:
    stages = {"prepare": 1.0, "encode": 2.0, "publish": 1234.56}
    built = {
        **dict.fromkeys(("documents", "passages", "sentences"), documents),
        **{"seconds": stages, "cpu_seconds": stages, "memory": {"publish": 300.4}},
        **{"files": {"store.sqlite": 5_000_000}, "bytes_written": 7_000_000, "segments": 3},
    }
    kinds = {"passage_vectors": "exact", "sentence_vectors": "compressed"}
    asked = dict.fromkeys(("p50_ms", "p95_ms", "p50_cpu_ms", "p95_cpu_ms"), 9.87)
    shares = ("right_passages", "first_passages", "nearest_sentences")
    return {
        "index": built,
        "add": built,
        "update": built,
        "open": {"first_s": 1.5, "verified_s": 0.0321, **kinds},
        "ask": {**asked, "memory": 321.0},
        "again": {**asked, "memory": 321.0},
        "compare": dict.fromkeys(shares, 0.98765),
    }


def test_the_table_has_a_column_for_each_size() -> None:
    kind = {"kind": "Flat", "settings": {"rescored": 0}, "mb": 1536.0, "build_cpu_s": 1.8}
    kinds = [{**kind, "cpu_ms": 220.04, "recall": 1.0}]
    shown = table(Growth("a machine, 2 cores", {10: _figures(10), 2000: _figures(2000)}, {}, kinds))
    lines = shown.splitlines()
    assert lines[0] == "| | 10 | 2,000 |"
    assert "| documents | 10 | 2,000 |" in lines
    assert "| vectors are kept | passages exact, sentences compressed | passages exact" in shown
    assert "| answer, p50, ms | 9.9 (9.9) | 9.9 (9.9) |" in lines
    assert "| Flat | rescored 0 | 1,536 | 2 | 220.0 | 1.0000 |" in lines
    assert any("a machine, 2 cores" in line for line in lines)


def test_files_and_milvus_lite_stand_beside_each_other() -> None:
    slower = _figures(10)
    slower["index"] = {**slower["index"], "seconds": {"publish": 2469.12}}
    lines = table(Growth("a machine", {10: _figures(10)}, {10: slower})).splitlines()
    assert lines[0] == "| | 10: files | milvus-lite | times |"
    assert "| write and publish, s | 1,234.6 | 2,469.1 | 2.0 |" in lines
    assert "| open again, s | 0.03 | 0.03 | 1.0 |" in lines
