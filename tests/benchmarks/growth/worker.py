"""`python -m tests.benchmarks.growth.worker DO WORK SIZE`: one thing that is measured, by itself.

DO: index, open, ask, compare, add, update, again, kinds. Prints one JSON object. Needs what
`generator` and `standin.find_neighbours` wrote into the folder WORK; the index of a size lies there
too, in files or in the milvus-lite file that `PINCITE_STORE` names.
"""

import itertools
import json
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from index.build import build
from index.encoder import Encoder
from index.encoder.model import load_encoder
from index.generations.manifest import SEGMENTS, Manifest
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.homes.home import home_of
from index.records import RawDocument
from index.search import Searcher
from index.storage.vectors import EXACT, VectorIndex
from index.storage.vectors.vector_files import open_vectors, vector_writer
from service.question_text import DEFAULT_TOP_K
from service.settings import Settings
from service.wiring import wire
from tests.benchmarks.growth.kinds import compare as compare_kinds
from tests.benchmarks.growth.meters import Meters, bytes_written, memory
from tests.benchmarks.growth.standin import StandIn

_WARM_UP = 20
_TOP = 10
_ASKED_OF_KINDS = 100
_BLOCK = 16_384

Found = dict[str, Any]


def index(work: Path, size: str) -> Found:
    """The first build."""
    return _build(work, size, _documents(work, size))


def add(work: Path, size: str) -> Found:
    """A build that finds some documents more."""
    return _build(work, size, itertools.chain(_documents(work, size), _added(work, size)))


def update(work: Path, size: str) -> Found:
    """A build that finds some documents changed, all over the collection, after that."""
    changed = {one.document_id: one for one in _read(work / f"changed-{size}.jsonl")}
    documents = (changed.get(one.document_id, one) for one in _documents(work, size))
    return _build(work, size, itertools.chain(documents, _added(work, size)))


def _added(work: Path, size: str) -> Iterator[RawDocument]:
    """As many documents as change, with the texts that these will have."""
    for one in _read(work / f"changed-{size}.jsonl"):
        yield replace(one, document_id=f"added/{one.document_id}")


def _build(work: Path, size: str, documents: Iterator[RawDocument]) -> Found:
    home = home_of(_settings(work, size))
    encoder, before = StandIn(_encoder(work, size), work), bytes_written()
    with Meters() as meters:
        report = build(home, encoder, corpus=documents, progress=meters)
    written = bytes_written() - before
    manifest = home.open(report.generation or 0).manifest
    return {
        "segments": len(manifest.segments),
        "documents": report.documents,
        "passages": report.passages,
        "sentences": report.sentences,
        "encoded": report.encoded,
        "stages": report.seconds,
        "seconds": meters.seconds,
        "cpu_seconds": meters.cpu,
        "memory": meters.memory,
        "files": _files(manifest, _settings(work, size).store),
        "bytes_written": written,
    }


def _files(manifest: Manifest, store: str) -> Mapping[str, int]:
    """The bytes of a generation by kind of file; of a store, of all that it holds."""
    if store:
        return {"store": sum(f.stat().st_size for f in Path(store).rglob("*") if f.is_file())}
    files: Counter[str] = Counter()
    for name, record in manifest.files.items():
        of_segment = name.split("/", 2)[-1] if name.startswith(f"{SEGMENTS}/") else name
        files["lexicon" if of_segment.startswith("lexicon") else of_segment] += record.size
    return files


def open_(work: Path, size: str) -> Found:
    """Opening a generation that was never hashed, and one that was."""
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        lease = home_of(_settings(work, size)).open_current()
        opened = lease.generation()
        seconds.append(time.perf_counter() - start)
        manifest = opened.manifest
        del opened, lease
    return {
        "first_s": seconds[0],
        "verified_s": min(seconds[1:]),
        "passage_vectors": manifest.passage_vectors,
        "sentence_vectors": manifest.sentence_vectors,
    }


def ask(work: Path, size: str) -> Found:
    """Whole answers without the reader, which takes as long for any collection."""
    answerer = wire(_settings(work, size), print).answerer
    questions = [text for text, _ in _questions(work, size)]
    for question in questions[:_WARM_UP]:
        answerer.answer(question, DEFAULT_TOP_K)
    ms, cpu_ms, stages = [], [], []
    for question in questions:
        start, cpu = time.perf_counter(), time.process_time()
        answer = answerer.answer(question, DEFAULT_TOP_K)
        cpu_ms.append((time.process_time() - cpu) * 1000)
        ms.append((time.perf_counter() - start) * 1000)
        timings = answer.timings_ms
        stages.append((timings.encode, timings.search, timings.answer))
    p50 = dict(zip(("encode", "search", "answer"), np.median(stages, axis=0), strict=True))
    return {
        "questions": len(questions),
        **{f"p{n}_ms": float(np.percentile(ms, n)) for n in (50, 95)},
        **{f"p{n}_cpu_ms": float(np.percentile(cpu_ms, n)) for n in (50, 95)},
        "stages_p50_ms": p50,
        "memory": memory(),
    }


def compare(work: Path, size: str) -> Found:
    """What codes find of what comparing all vectors finds."""
    encoder = _encoder(work, size)
    searcher = Searcher(Generation.open_current(Generations(work / size)), encoder)
    questions = _questions(work, size)
    vectors = [encoder.encode_question(text).whole for text, _ in questions]
    found = _top(searcher, questions), _nearest(searcher.generation.sentences, vectors)
    generation = searcher.generation
    generation.passages = _exact(generation.passages, work / "exact")
    generation.sentences = _exact(generation.sentences, work / "exact")
    wanted = _top(searcher, questions), _nearest(generation.sentences, vectors)
    right = [{row for row, is_right in of.items() if is_right} for of in wanted[0]]
    return {
        "right_passages": _share(right, found[0]),
        "first_passages": _share(wanted[0], found[0]),
        "nearest_sentences": _share(wanted[1], found[1]),
        "questions_with_a_right_document": [
            sum(any(of.values()) for of in tops) / len(questions) for tops in (found[0], wanted[0])
        ],
    }


def kinds(work: Path, size: str) -> list[Found]:
    """Kinds of FAISS indexes over the vectors of all sentences."""
    encoder = _encoder(work, size)
    questions = [encoder.encode_question(text).whole for text, _ in _questions(work, size)]
    sentences = Generation.open_current(Generations(work / size)).sentences
    return compare_kinds(sentences, questions[:_ASKED_OF_KINDS])


def _top(searcher: Searcher, questions: Sequence[tuple[str, list[str]]]) -> list[dict[int, bool]]:
    """For each question the rows of the first passages, and whether their document is right."""
    return [
        {
            hit.stored.row: hit.stored.document.document_id in right
            for hit in searcher.search(text, _TOP).hits
        }
        for text, right in questions
    ]


def _nearest(index: VectorIndex, vectors: Sequence[Any]) -> list[set[int]]:
    return [{*index.search(vector, 50)[0].tolist()} for vector in vectors]


def _share(wanted: Sequence[Any], found: Sequence[Any]) -> float:
    """The share of all that is wanted that was found."""
    both = sum(len({*one} & {*other}) for one, other in zip(wanted, found, strict=True))
    return both / max(sum(map(len, wanted)), 1)


def _exact(index: VectorIndex, folder: Path) -> VectorIndex:
    """The same vectors, each compared."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with vector_writer(folder / "of", EXACT, index.dimension) as add:
        for first in range(0, len(index), _BLOCK):
            add(index.take(np.arange(first, min(first + _BLOCK, len(index)))))
    exact = open_vectors([folder / "of"], EXACT, index.dimension)
    shutil.rmtree(folder)
    return exact


def _settings(work: Path, size: str) -> Settings:
    return Settings.load(data_dir=work / size, reader="off")


def _encoder(work: Path, size: str) -> Encoder:
    return load_encoder(_settings(work, size), print)


def _documents(work: Path, size: str) -> Iterator[RawDocument]:
    count = _about(work)["documents"][size]
    return (one for one, _ in zip(_read(work / "documents.jsonl"), range(count), strict=False))


def _read(path: Path) -> Iterator[RawDocument]:
    with path.open(encoding="ascii") as file:
        for line in file:
            yield RawDocument(*json.loads(line))


def _questions(work: Path, size: str) -> list[tuple[str, list[str]]]:
    questions: list[tuple[str, list[str]]] = _about(work)["questions"][size]
    return questions


def _about(work: Path) -> dict[str, Any]:
    about: dict[str, Any] = json.loads((work / "about.json").read_text("ascii"))
    return about


DO = {
    "index": index,
    "update": update,
    "open": open_,
    "ask": ask,
    "add": add,
    "again": ask,
    "compare": compare,
    "kinds": kinds,
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(DO[sys.argv[1]](Path(sys.argv[2]), sys.argv[3])) + "\n")
