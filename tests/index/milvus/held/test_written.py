"""A generation in Milvus says of itself what the same one says in files."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.generations.homes import HeldGeneration
from index.generations.publish import Generations
from index.homes.moving import contents_hash
from index.milvus.engine.connection import MilvusConnection
from index.milvus.milvus_home import MilvusGenerations
from index.records import Span
from index.search import Searcher
from index.storage.document_filter import Filter, allowed_by
from tests.conftest import write_files
from tests.toy import ToyEncoder

TEXTS = {
    "sea/otter.md": (
        "---\ntitle: Otters\ndate: 2024-05-02\nauthor: Ähren & Lee\n---\n# Otters\n\nOtters "
        "sleep in the kelp.\n\nThey eat:\n\n- urchins\n- crabs, which [hide](https://crabs.example/)\n\n"
        "| Name | Depth |\n|---|---|\n| Ida | 30 m |\n| Olaf | 45 m |\n"
    ),
    "sea/copy.md": "# Otters\n\nOtters sleep in the kelp.\n\nThey eat:\n\n- urchins\n- crabs\n",
    "sea/100%_sure.txt": "Nobody is 100% sure.\n\nThe tide_table says when.\n\n  \n",
    "moon.txt": "The moon pulls the tide. " * 30,
    "again/moon.txt": "The moon pulls the tide. " * 30 + "So it is said.",
    "de.txt": "Der Fischotter schläft im Tang. Die Häuser stehen am Fluss, und er taucht tief.",
    "日本.txt": "ラッコは海藻の中で眠る。月は潮を引く。",
}
QUESTIONS = [
    "Where do otters sleep?",
    "what pulls the tide",
    "How deep does Olaf dive?",
    "Wo schläft der Fischotter?",
    "ラッコはどこで眠る?",
    "zebra",
]
FILTERS = [
    None,
    Filter(folder="sea"),
    Filter(title="OTTERS"),
    Filter(title="100%_sure"),
    Filter(author="ahren & lee"),
    Filter(since=date(2024, 5, 2), until=date(2024, 5, 2)),
    Filter(since=date(2025, 1, 1)),
    Filter(language="de"),
    Filter(documents=frozenset({"moon.txt", "de.txt", "nowhere"})),
    Filter(documents=frozenset()),
]
Both = tuple[HeldGeneration, HeldGeneration]


@pytest.fixture
def both(tmp_path: Path, milvus: MilvusConnection) -> Both:
    folder = write_files(tmp_path / "documents", TEXTS)
    homes = Generations(tmp_path / "files"), MilvusGenerations(milvus, tmp_path / "milvus")
    for home in homes:
        build(home, ToyEncoder(), [folder])
    files, ours = (home.open_current().generation() for home in homes)
    return files, ours


def test_it_holds_the_same_and_answers_the_same(both: Both) -> None:
    assert contents_hash(both[0]) == contents_hash(both[1])
    _check_texts(*(generation.store for generation in both))
    _check_catalogue(*both)
    _check_candidates(*both)
    _check_hits(*(Searcher(generation, ToyEncoder()) for generation in both))


def _check_texts(files, ours) -> None:  # type: ignore[no-untyped-def]
    assert (ours.documents, ours.passages, ours.sentences, ours.words) == (
        *(files.documents, files.passages, files.sentences, files.words),
    )
    assert list(ours.all_documents()) == list(files.all_documents())
    assert ours.versions() == files.versions()
    assert sorted(ours.heads()) == sorted(files.heads())
    rows = list(range(files.documents))
    assert ours.summaries_of(rows) == files.summaries_of(rows)
    assert list(ours.passage_texts()) == list(files.passage_texts())
    assert list(ours.search_texts()) == list(files.search_texts())
    assert ours.document("nowhere") is files.document("nowhere") is None
    passages = list(range(files.passages))[::-1]
    assert ours.stored_passages(passages) == files.stored_passages(passages)
    assert [p.document.text for p in ours.stored_passages(passages)] == [
        p.document.text for p in files.stored_passages(passages)
    ]
    for row, document in enumerate(files.all_documents()):
        assert ours.passages_at(row) == files.passages_at(row)
        assert ours.texts_at(row) == files.texts_at(row)
        name, version, length = document.document_id, document.sha256, len(document.text)
        for start, end in [(0, 1), (3, length - 4), (length - 2, length), (0, length + 1)]:
            assert ours.excerpt(name, version, start, end) == files.excerpt(
                name, version, start, end
            )
        assert ours.excerpt(name, "0" * 64, 0, 1) is None
        _check_shape(ours.shapes, files.shapes, row, length)
        _check_related(ours.related, files.related, row, name, document.text[:12])
    _check_files(ours.files, files.files)


def _check_shape(ours, files, row: int, length: int) -> None:  # type: ignore[no-untyped-def]
    numbers = range(len(files.of(row).blocks))
    assert ours.of(row) == files.of(row)
    assert ours.blocks_at(row, [*numbers, 999]) == files.blocks_at(row, [*numbers, 999])
    for number in numbers:
        assert ours.blocks_above(row, [number]) == files.blocks_above(row, [number])
    for start in range(0, length, 9):
        span = Span(start, start + 20)
        assert ours.blocks_between(row, span) == files.blocks_between(row, span)
        assert ours.links_between(row, span) == files.links_between(row, span)
        assert ours.places_at(row, span) == files.places_at(row, span)


def _check_related(ours, files, row: int, name: str, text: str) -> None:  # type: ignore[no-untyped-def]
    leaders = files.leaders(len(TEXTS))
    assert ours.leaders(len(TEXTS)).tolist() == leaders.tolist()
    assert (ours.signatures() == files.signatures()).all()
    assert ours.copies(int(leaders[row])) == files.copies(int(leaders[row]))
    assert ours.ids_of_copies(name) == files.ids_of_copies(name)
    every = list(range(len(TEXTS)))
    assert ours.passages_holding(text, every) == files.passages_holding(text, every)


def _check_files(ours, files) -> None:  # type: ignore[no-untyped-def]
    entries = list(files.all())
    assert list(ours.all()) == entries
    assert ours.counts() == files.counts()
    assert list(ours.below("sea")) == list(files.below("sea"))
    assert ours.of("moon.txt") == files.of("moon.txt")
    assert ours.with_status(None, 2, "again/moon.txt") == files.with_status(
        None, 2, "again/moon.txt"
    )
    folder = str(Path(entries[0].location).parents[1])
    for location in (folder, f"{folder}/sea", entries[0].location, "/nowhere"):
        assert ours.indexed_at(location) == files.indexed_at(location)


def _check_catalogue(files: HeldGeneration, ours: HeldGeneration) -> None:
    for order in ("id", "title", "newest", "oldest"):
        assert (
            ours.catalogue.find(order=order).tolist() == files.catalogue.find(order=order).tolist()
        )
    for chosen in filter(None, FILTERS):
        theirs, mine = (allowed_by(chosen, generation.store) for generation in (files, ours))
        assert (mine.documents, mine.undated) == (theirs.documents, theirs.undated), chosen
        assert (mine.passages == theirs.passages).all()
        assert (mine.sentences == theirs.sentences).all()


def _check_candidates(files: HeldGeneration, ours: HeldGeneration) -> None:
    among = np.arange(files.store.passages) % 2 == 0
    assert ours.lexicon.languages == files.lexicon.languages
    for question in QUESTIONS:
        for mask in (None, among):
            rows, scores = files.lexicon.search(question, 50, mask)
            mine, my_scores = ours.lexicon.search(question, 50, mask)
            assert sorted(mine.tolist()) == sorted(rows.tolist())
            assert np.allclose(sorted(my_scores), sorted(scores), atol=1e-4)
        ways = ours.lexicon.ways(question)
        assert ways == files.lexicon.ways(question)
        if ways:
            assert [*ours.lexicon.holding(ways, 50)] == [*files.lexicon.holding(ways, 50)]
        [vector] = ToyEncoder().encode_questions([question])
        for mine_of, theirs_of in (
            (ours.passages, files.passages),
            (ours.sentences, files.sentences),
        ):
            _, near = theirs_of.search(vector.whole, 5)
            _, my_near = mine_of.search(vector.whole, 5)
            assert np.allclose(my_near, near, atol=1e-5)


def _check_hits(files: Searcher, ours: Searcher) -> None:
    for question in QUESTIONS:
        for chosen in FILTERS:
            hits = files.search(question, 10, chosen).hits
            mine = ours.search(question, 10, chosen).hits
            assert [hit.stored for hit in mine] == [hit.stored for hit in hits], (question, chosen)
            assert np.allclose([h.logit for h in mine], [h.logit for h in hits], atol=1e-3)
