"""A generation shares with the one before what did not change, and holds what a new index would."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import build
from index.building.passages import sharing
from index.building.passages.resplit import SplitDocument
from index.building.report import BuildReport
from index.building.sources import Sources
from index.building.steps import Build
from index.errors import GenerationDamaged
from index.generations.manifest import Manifest, folder_name
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.records import Document, Passage, Span
from index.search import Searcher
from index.storage.vectors import COMPRESSED
from tests.conftest import write_files
from tests.index.generations.test_publish import folders
from tests.toy import ToyEncoder

MOST, FEW = 40, 6  # sentences
ALL_OVER = {f"{n:03}.txt": n for n in range(4, 60, 9)}  # documents of many segments


@pytest.fixture(autouse=True)
def _small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MOST", MOST)
    monkeypatch.setattr(sharing, "FEW", FEW)


@pytest.fixture
def _many_may_be_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_MOST_GONE", 0.5)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "documents", {f"{n:03}.txt": text_of(n) for n in range(60)})


@pytest.fixture
def again(generations: Generations, root: Path) -> Callable[[], BuildReport]:
    encoder = ToyEncoder()

    def build_again() -> BuildReport:
        return build(generations, encoder, [root])

    build_again()
    return build_again


def text_of(number: int, edition: int = 0) -> str:
    """Three sentences that no other text has, and one that some share."""
    return (
        f"The lighthouse {number} has {edition} lamps. Its keeper is called Keeper{number}. "
        f"Keeper{number} paints the stairs. Gulls sit on {number % 5} of its windows."
    )


def manifest_of(generations: Generations) -> Manifest:
    with generations.open_current() as lease:
        return lease.manifest


def inodes(generations: Generations) -> dict[str, int]:
    folder = generations.data_dir / "segments"
    return {p.relative_to(folder).as_posix(): p.stat().st_ino for p in folder.rglob("*.*")}


def assert_as_new(generations: Generations, root: Path, tmp_path: Path) -> None:
    """It holds, finds and says what an index of the same files does that is made at once."""
    with generations.open_current() as lease:
        assert lease.problems() == []
    other = Generations(tmp_path / f"new-{random.random()}")
    build(other, ToyEncoder(), [root])
    mine, new = Generation.open_current(generations), Generation.open_current(other)
    assert _documents(mine) == _documents(new)
    assert list(mine.store.files.all()) == list(new.store.files.all())
    mine_counts = mine.manifest.documents, mine.manifest.passages, mine.manifest.sentences
    assert mine_counts == (new.manifest.documents, new.manifest.passages, new.manifest.sentences)
    for question in ("Who paints the stairs of lighthouse 7?", "Keeper13"):
        assert _found(mine, question) == _found(new, question)
    named = manifest_of(generations).segments
    kept = {name for n in generations.numbers() for name in _named(generations, n)}
    assert {path.name for path in (generations.data_dir / "segments").iterdir()} == kept
    assert set(named) <= kept


def _named(generations: Generations, number: int) -> tuple[str, ...]:
    return Manifest.read(generations.data_dir / "generations" / folder_name(number)).segments


def _documents(generation: Generation) -> dict[str, tuple[object, ...]]:
    store = generation.store
    leaders = store.related.leaders(store.documents)
    by_row = dict(zip(store.live.tolist(), store.all_documents(), strict=True))
    return {
        document.document_id: (
            document,
            by_row[leaders[row]].document_id,
            store.passages_at(row),
            store.related.ids_of_copies(document.document_id),
        )
        for row, document in by_row.items()
    }


def _found(generation: Generation, question: str) -> list[object]:
    """What is found by words and by vectors, all of it: of passages that are as good, a search
    takes those that come first, and rows are in another order here.
    """
    store, everything = generation.store, generation.manifest.sentences
    vector = ToyEncoder().encode_question(question).whole
    by_words = generation.lexicon.search(question, everything)
    by_vector = generation.passages.search(vector, everything)
    names = [stored.document.document_id for stored in store.stored_passages(range(store.passages))]
    best = Searcher(generation, ToyEncoder()).search(question, 3).hits[0].stored.document
    return [
        # Words of what is gone count for how rare they are, so that scores may differ.
        sorted(names[row] for row in by_words[0]),
        sorted((names[row], round(float(score), 4)) for row, score in zip(*by_vector, strict=True)),
        _documents(generation)[best.document_id][1],  # of copies, which are as good, the leader
    ]


def test_what_did_not_change_is_not_written_again(
    again: Callable[[], BuildReport], generations: Generations, root: Path, tmp_path: Path
) -> None:
    before, files = manifest_of(generations), inodes(generations)
    write_files(root, {"900.txt": text_of(900)})
    assert again().added == 1
    after, now = manifest_of(generations), inodes(generations)
    assert len(before.segments) > 4
    assert set(before.segments) <= set(after.segments)
    assert {name: now[name] for name in files} == files
    assert len(after.segments) == len(before.segments) + 1
    assert_as_new(generations, root, tmp_path)


def test_a_change_writes_its_own_segment_anew_and_no_other(
    again: Callable[[], BuildReport], generations: Generations, root: Path, tmp_path: Path
) -> None:
    before = set(manifest_of(generations).segments)
    write_files(root, {"030.txt": text_of(30, edition=2)})
    assert again().changed == 1
    assert len(before - set(manifest_of(generations).segments)) == 1
    assert_as_new(generations, root, tmp_path)


def test_what_was_removed_is_in_no_file_of_the_new_generation(
    again: Callable[[], BuildReport], generations: Generations, root: Path, tmp_path: Path
) -> None:
    (root / "030.txt").unlink()
    assert again().removed == 1
    segments = [generations.data_dir / "segments" / n for n in manifest_of(generations).segments]
    files = [path for folder in segments for path in folder.rglob("*") if path.is_file()]
    assert not [path for path in files if b"Keeper30" in path.read_bytes()]
    lexicon = Generation.open_current(generations).lexicon
    assert lexicon.rarity("keeper30") == lexicon.rarity("a term that is nowhere")
    assert_as_new(generations, root, tmp_path)
    with generations.writer():
        generations.prune(keep=1)
    everything = [p for p in generations.data_dir.rglob("*") if p.is_file()]
    assert not [path for path in everything if b"Keeper30" in path.read_bytes()]


@pytest.mark.usefixtures("_many_may_be_gone")
def test_changes_all_over_write_what_changed_and_what_is_gone_is_not_found(
    again: Callable[[], BuildReport],
    generations: Generations,
    root: Path,
    tmp_path: Path,
) -> None:
    before = manifest_of(generations)
    write_files(root, {name: text_of(n, edition=7) for name, n in ALL_OVER.items()})
    assert again().changed == len(ALL_OVER)
    manifest = manifest_of(generations)
    assert len(set(before.segments) & set(manifest.segments)) >= len(before.segments) - 1
    assert sum(map(len, manifest.gone.values())) >= len(ALL_OVER) - 2
    opened = Generation.open_current(generations)
    assert opened.lexicon.search("Keeper13", 9)[0].tolist() == [opened.store.row_of("013.txt")]
    vector = ToyEncoder().encode_question("The lighthouse 13 has 0 lamps.").whole
    rows, _ = opened.sentences.search(vector, 1000)
    assert len(rows) == opened.manifest.sentences
    assert "has 0 lamps" not in (opened.store.document("013.txt") or "").text
    assert_as_new(generations, root, tmp_path)
    # Reverted, they need not be encoded where a segment still holds them.
    write_files(root, {name: text_of(n) for name, n in ALL_OVER.items()})
    report = again()
    assert report.changed == len(ALL_OVER)
    assert report.encoded < len(ALL_OVER) / 2
    assert_as_new(generations, root, tmp_path)


@pytest.mark.usefixtures("_many_may_be_gone")
@pytest.mark.parametrize("change", ["edit", pytest.param("move", marks=pytest.mark.slow)])
def test_of_what_was_removed_no_earlier_edition_is_left(
    change: str,
    again: Callable[[], BuildReport],
    generations: Generations,
    root: Path,
    tmp_path: Path,
) -> None:
    now = {name: name if change == "edit" else f"9{name}" for name in ALL_OVER}
    for name, number in ALL_OVER.items():
        (root / name).rename(root / now[name])
        if change == "edit":
            write_files(root, {name: text_of(number, edition=7)})
    again()
    left = [one.document_id for one in Generation.open_current(generations).store.gone().values()]
    assert len(left) > 2
    for name in left:
        (root / now[name]).unlink()
    assert again().removed == len(left)
    with generations.writer():
        generations.prune(keep=1)
    words = [f"Keeper{int(name[:3])} ".encode() for name in left]
    files = [path for path in generations.data_dir.rglob("*") if path.is_file()]
    assert not [path for path in files for word in words if word in path.read_bytes()]
    assert_as_new(generations, root, tmp_path)


def test_what_is_gone_is_written_out_by_and_by(
    again: Callable[[], BuildReport], generations: Generations, root: Path, tmp_path: Path
) -> None:
    write_files(root, {name: text_of(n, edition=7) for name, n in ALL_OVER.items()})
    again()
    gone = set(manifest_of(generations).gone)
    assert gone
    for n in range(len(gone)):
        write_files(root, {"900.txt": text_of(900, edition=n)})
        again()
    assert not gone & set(manifest_of(generations).gone)
    assert_as_new(generations, root, tmp_path)


@pytest.mark.parametrize("sizes", [(20, 20, 20), (39, 2, 39, 2, 39), (1, 90, 1, 20, 20), (40, 40)])
def test_no_segment_is_too_large_unless_a_document_is(sizes: tuple[int, ...]) -> None:
    documents = [
        SplitDocument(Document(f"{n}", "", "", ""), None, _passages(sentences))
        for n, sentences in enumerate(sizes)
    ]
    segments = list(sharing.divided(documents))
    assert [one for segment in segments for one in segment] == documents
    for segment in segments:
        assert len(segment) == 1 or sum(one.counts[1] for one in segment) <= MOST
    assert len(segments) <= 2 * -(-sum(sizes) // MOST)


def _passages(sentences: int) -> list[Passage]:
    return [Passage(0, sentences, tuple(Span(at, at + 1) for at in range(sentences)))]


@pytest.mark.parametrize("changes", [10, pytest.param(40, marks=pytest.mark.slow)])
def test_many_small_changes_leave_few_segments(
    changes: int,
    again: Callable[[], BuildReport],
    generations: Generations,
    root: Path,
    tmp_path: Path,
) -> None:
    first = len(manifest_of(generations).segments)
    written = 0
    for n in range(100, 100 + changes):
        before = set(manifest_of(generations).segments)
        write_files(root, {f"{n}.txt": text_of(n)})
        again()
        opened = Generation.open_current(generations)
        written += sum(s.sentences for s in opened.segments if s.name not in before)
    sentences = 4 * changes
    # At least so many full segments came; the half-full and the small ones beside.
    assert len(manifest_of(generations).segments) <= first + 2 * sentences // MOST + 4
    assert written <= sentences * 6
    assert_as_new(generations, root, tmp_path)


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 40))]
)
def test_any_history_ends_in_the_index_that_its_files_make(
    seed: int,
    again: Callable[[], BuildReport],
    generations: Generations,
    root: Path,
    tmp_path: Path,
) -> None:
    rng = random.Random(seed)
    for edition in range(1, 7):
        for _ in range(rng.randrange(1, 6)):
            names = sorted(path.name for path in root.iterdir())
            name = rng.choice(names)
            number = int(name[:3])
            match rng.choice(("add", "edit", "remove", "move", "copy")):
                case "add":
                    write_files(root, {f"{rng.randrange(200, 900)}.txt": text_of(edition * 7)})
                case "edit":
                    write_files(root, {name: text_of(number, edition)})
                case "remove":
                    (root / name).unlink()
                case "move":
                    (root / name).rename(root / f"{rng.randrange(200, 900)}.txt")
                case "copy":
                    write_files(root, {f"{rng.randrange(200, 900)}.txt": text_of(number)})
        again()
        if rng.random() < 0.2:
            with generations.writer():
                generations.step()
    again()
    assert_as_new(generations, root, tmp_path)


def test_a_generation_that_only_knows_of_other_files_shares_all(
    again: Callable[[], BuildReport], generations: Generations, root: Path, tmp_path: Path
) -> None:
    before = manifest_of(generations)
    (root / "broken.txt").write_bytes(b"\x00\x01binary")
    again()
    after = manifest_of(generations)
    assert (after.segments, after.number) == (before.segments, before.number + 1)
    assert_as_new(generations, root, tmp_path)


def test_an_index_that_became_empty_is_whole(
    generations: Generations, root: Path, tmp_path: Path
) -> None:
    build(generations, ToyEncoder(), [root])
    Build(generations, ToyEncoder(), Sources(fewer=[root])).run()
    with generations.open_current() as lease:
        assert (lease.problems(), lease.manifest.documents) == ([], 0)
    assert build(generations, ToyEncoder(), [root]).added == 60


def test_a_shared_file_that_is_damaged_is_noticed_in_every_generation_that_has_it(
    again: Callable[[], BuildReport], generations: Generations, root: Path, tmp_path: Path
) -> None:
    write_files(root, {"900.txt": text_of(900)})
    again()
    name = manifest_of(generations).segments[0]
    path = generations.data_dir / "segments" / name / "store.sqlite"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(GenerationDamaged, match=r"generation 2 .*generation 1 .*pincite index$"):
        generations.open_good()
    # The folders are known from the manifest, so that the next build mends it.
    assert build(generations, ToyEncoder()).documents == 61
    assert_as_new(generations, root, tmp_path)
    assert folders(generations)[-1] == "000003"


def test_codes_of_new_segments_are_those_of_the_old(
    generations: Generations, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of more vectors than are compared one by one, each segment has codes."""
    monkeypatch.setattr("index.storage.vectors.MOST_EXACT", 100)
    build(generations, ToyEncoder(), [root])
    first = manifest_of(generations)
    assert first.sentence_vectors == COMPRESSED
    write_files(root, {"900.txt": text_of(900)})
    build(generations, ToyEncoder(), [root])
    second = manifest_of(generations)
    assert (set(first.segments) < set(second.segments), second.trained_on) == (True, 240)
    with generations.open_current() as lease:
        assert lease.problems() == []
    # Once there is so much more than the codes were made of, they are made anew.
    write_files(root, {f"{n}.txt": text_of(n) for n in range(1000, 1200)})
    build(generations, ToyEncoder(), [root])
    third = manifest_of(generations)
    assert (set(second.segments) & set(third.segments), third.trained_on) == (set(), 1044)
    assert_as_new(generations, root, tmp_path)


def test_rows_are_those_of_the_segments_in_their_order(
    again: Callable[[], BuildReport], generations: Generations
) -> None:
    opened = Generation.open_current(generations)
    ends = [segment.rows.stop for segment in opened.segments]
    names = [document.document_id for document in opened.store.all_documents()]
    for first, end in zip([0, *ends], ends, strict=False):
        assert names[first:end] == sorted(names[first:end])
    assert ends[-1] == opened.manifest.documents


def test_files_of_another_version_of_a_library_are_not_shared(
    again: Callable[[], BuildReport],
    generations: Generations,
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = manifest_of(generations)
    monkeypatch.setattr("index.building.job.libraries", lambda: "faiss-cpu 99, tantivy 99")
    write_files(root, {"900.txt": text_of(900)})
    report = again()
    assert report.encoded == 1
    after = manifest_of(generations)
    assert not set(before.segments) & set(after.segments)
    assert_as_new(generations, root, tmp_path)
