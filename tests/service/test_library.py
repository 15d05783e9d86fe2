import gc
import threading
import time
from pathlib import Path

import pytest

from index.build import build
from index.errors import GenerationDamaged, IndexMissing
from index.generations.publish import Generations
from service.library import Library
from tests.conftest import in_both, in_both_in_full, write_files
from tests.toy import ToyEncoder


def publish(generations: Generations, encoder: ToyEncoder, text: str) -> None:
    folder = write_files(generations.data_dir.parent / "documents", {"a.txt": text})
    build(generations, encoder, [folder])


@in_both_in_full
def test_without_an_index_it_says_what_to_do(generations: Generations, encoder: ToyEncoder) -> None:
    library = Library(generations, lambda _: encoder)
    with pytest.raises(IndexMissing, match="pincite index"):
        library.searcher()
    publish(generations, encoder, "The lamp is red.")
    assert library.searcher().generation.number == 1


@in_both
def test_the_same_searcher_serves_until_another_generation_is_published(
    generations: Generations, encoder: ToyEncoder
) -> None:
    publish(generations, encoder, "The lamp is red.")
    library = Library(generations, lambda _: encoder)
    first = library.searcher()
    assert library.searcher() is first
    publish(generations, encoder, "The lamp is blue.")
    second = library.searcher()
    assert second is not first
    assert second.generation.number == 2
    assert second.search("lamp", 1).hits[0].stored.text == "The lamp is blue."


@in_both_in_full
def test_a_build_without_a_change_swaps_nothing(
    generations: Generations, encoder: ToyEncoder
) -> None:
    publish(generations, encoder, "The lamp is red.")
    library = Library(generations, lambda _: encoder)
    first = library.searcher()
    publish(generations, encoder, "The lamp is red.")
    assert library.searcher() is first


def test_a_searcher_that_is_held_goes_on_on_its_own_generation(
    generations: Generations, encoder: ToyEncoder
) -> None:
    publish(generations, encoder, "The lamp is red.")
    library = Library(generations, lambda _: encoder)
    held = library.searcher()
    for colour in ["blue", "green", "white", "black"]:
        publish(generations, encoder, f"The lamp is {colour}.")
        library.searcher()
    assert held.generation.number == 1
    assert held.search("lamp", 1).hits[0].stored.text == "The lamp is red."
    assert held.generation.store.document("a.txt") is not None


def test_it_follows_current_back_as_well(
    generations: Generations, encoder: ToyEncoder, tmp_path: Path
) -> None:
    publish(generations, encoder, "The lamp is red.")
    publish(generations, encoder, "The lamp is blue.")
    library = Library(generations, lambda _: encoder)
    assert library.searcher().generation.number == 2
    back = tmp_path / "back"
    back.write_text("1\n")
    back.rename(generations.data_dir / "CURRENT")
    assert library.searcher().generation.number == 1


def test_an_index_that_is_gone_is_not_answered_from(
    generations: Generations, encoder: ToyEncoder
) -> None:
    publish(generations, encoder, "The lamp is red.")
    library = Library(generations, lambda _: encoder)
    library.searcher()
    (generations.data_dir / "CURRENT").unlink()
    with pytest.raises(IndexMissing):
        library.searcher()


@in_both_in_full
def test_each_generation_is_answered_with_the_model_it_was_made_with(
    generations: Generations, encoder: ToyEncoder
) -> None:
    another = ToyEncoder(name="another")
    encoders = {e.identity: e for e in (encoder, another)}
    publish(generations, encoder, "The lamp is red.")
    library = Library(generations, encoders.__getitem__)
    assert library.searcher().generation.manifest.model.name == "toy"
    publish(generations, another, "The lamp is red.")
    assert library.searcher().generation.manifest.model.name == "another"
    assert library.searcher().search("lamp", 1).hits


def test_a_damaged_generation_is_not_served_but_the_one_before_it(
    generations: Generations, encoder: ToyEncoder
) -> None:
    publish(generations, encoder, "The lamp is red.")
    publish(generations, encoder, "The lamp is blue.")
    [store] = generations.data_dir.glob("segments/000002-001/store.sqlite")
    store.write_bytes(store.read_bytes().replace(b"blue", b"pink"))
    library = Library(generations, lambda _: encoder)
    assert library.searcher().generation.number == 1
    assert "generation 2 is damaged" in library.damaged[0]
    publish(generations, encoder, "The lamp is green.")
    assert library.searcher().generation.number == 3
    assert library.damaged == ()


@pytest.mark.parametrize("name", ["store.sqlite", "vectors/sentences.faiss", "lexicon/*.store"])
@pytest.mark.parametrize("harm", ["turned", "cut", "gone"])
def test_what_is_damaged_while_it_is_open_is_not_served_any_more(
    name: str, harm: str, generations: Generations, encoder: ToyEncoder
) -> None:
    publish(generations, encoder, "The lamp is red.")
    publish(generations, encoder, "The lamp is blue.")
    library = Library(generations, lambda _: encoder)
    assert library.searcher().generation.number == 2
    path = next(generations.data_dir.glob(f"segments/000002-001/{name}"))
    content = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        with path.open("r+b") as file:  # the same file that is mapped, not another in its place
            file.write(bytes([content[0] ^ 1]))
            file.truncate(10 if harm == "cut" else None)
    searcher = library.searcher()
    assert searcher.generation.number == 1
    assert searcher.search("lamp", 1).hits[0].stored.text == "The lamp is red."
    assert "generation 2 is damaged" in library.damaged[0]


def test_a_stand_in_is_let_go_of_as_soon_as_it_is_replaced(
    generations: Generations, encoder: ToyEncoder
) -> None:
    """Not when the garbage collector comes by: until then it could not be pruned."""
    publish(generations, encoder, "The lamp is red.")
    publish(generations, encoder, "The lamp is blue.")
    next(generations.data_dir.glob("segments/000002-001/store.sqlite")).unlink()
    library = Library(generations, lambda _: encoder)
    gc.disable()
    try:
        assert library.searcher().generation.number == 1
        publish(generations, encoder, "The lamp is green.")
        assert library.searcher().generation.number == 3
        with generations.writer():
            assert generations.prune(keep=1) == [1]
    finally:
        gc.enable()


def test_files_that_were_only_touched_are_still_served(
    generations: Generations, encoder: ToyEncoder
) -> None:
    publish(generations, encoder, "The lamp is red.")
    library = Library(generations, lambda _: encoder)
    library.searcher()
    for path in generations.data_dir.rglob("*.faiss"):
        path.touch()
    assert library.searcher().generation.number == 1
    assert library.damaged == ()
    assert library.searcher() is library.searcher()


@in_both
def test_it_follows_what_is_published_while_nobody_asks(
    generations: Generations, encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.library._LOOK_EVERY_S", 0.01)
    publish(generations, encoder, "The lamp is red.")
    library = Library(generations, lambda _: encoder)
    library.searcher()
    with library.following():
        publish(generations, encoder, "The lamp is blue.")
        end = time.monotonic() + 120
        while generations.numbers() != [2] and time.monotonic() < end:
            with generations.writer():
                generations.prune(keep=1)
    assert generations.numbers() == [2]


def test_where_no_generation_is_whole_it_says_so(
    generations: Generations, encoder: ToyEncoder
) -> None:
    publish(generations, encoder, "The lamp is red.")
    for manifest in generations.data_dir.glob("generations/*/manifest.json"):
        manifest.write_text("{}")
    with pytest.raises(GenerationDamaged, match="pincite index"):
        Library(generations, lambda _: encoder).searcher()


@in_both_in_full
def test_threads_that_come_together_open_a_generation_once(
    generations: Generations, encoder: ToyEncoder
) -> None:
    publish(generations, encoder, "The lamp is red.")
    library = Library(generations, lambda _: encoder)
    together = threading.Barrier(8)
    found = []

    def ask() -> None:
        together.wait()
        searcher = library.searcher()
        found.append((searcher, searcher.search("lamp", 1).hits[0].stored.text))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert {id(searcher) for searcher, _ in found} == {id(library.searcher())}
    assert {text for _, text in found} == {"The lamp is red."}
