import threading
from pathlib import Path

import pytest

from index.build import build
from index.errors import GenerationDamaged, IndexMissing
from index.generations import Generations
from service.library import Library
from tests.conftest import write_files
from tests.toy import ToyEncoder


def publish(generations: Generations, encoder: ToyEncoder, text: str) -> None:
    folder = write_files(generations.data_dir.parent / "documents", {"a.txt": text})
    build(generations, encoder, [folder])


def test_without_an_index_it_says_what_to_do(generations: Generations, encoder: ToyEncoder) -> None:
    library = Library(generations, encoder)
    with pytest.raises(IndexMissing, match="pincite index"):
        library.searcher()
    publish(generations, encoder, "The lamp is red.")
    assert library.searcher().generation.number == 1


def test_the_same_searcher_serves_until_another_generation_is_published(
    generations: Generations, encoder: ToyEncoder
) -> None:
    publish(generations, encoder, "The lamp is red.")
    library = Library(generations, encoder)
    first = library.searcher()
    assert library.searcher() is first
    publish(generations, encoder, "The lamp is blue.")
    second = library.searcher()
    assert second is not first
    assert second.generation.number == 2
    assert second.search("lamp", 1).hits[0].stored.text == "The lamp is blue."


def test_a_build_without_a_change_swaps_nothing(
    generations: Generations, encoder: ToyEncoder
) -> None:
    publish(generations, encoder, "The lamp is red.")
    library = Library(generations, encoder)
    first = library.searcher()
    publish(generations, encoder, "The lamp is red.")
    assert library.searcher() is first


def test_a_searcher_that_is_held_goes_on_on_its_own_generation(
    generations: Generations, encoder: ToyEncoder
) -> None:
    publish(generations, encoder, "The lamp is red.")
    library = Library(generations, encoder)
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
    library = Library(generations, encoder)
    assert library.searcher().generation.number == 2
    back = tmp_path / "back"
    back.write_text("1\n")
    back.rename(generations.data_dir / "CURRENT")
    assert library.searcher().generation.number == 1


def test_an_index_that_is_gone_is_not_answered_from(
    generations: Generations, encoder: ToyEncoder
) -> None:
    publish(generations, encoder, "The lamp is red.")
    library = Library(generations, encoder)
    library.searcher()
    (generations.data_dir / "CURRENT").unlink()
    with pytest.raises(IndexMissing):
        library.searcher()


def test_an_index_of_another_model_is_refused_with_what_to_do(
    generations: Generations, encoder: ToyEncoder
) -> None:
    publish(generations, encoder, "The lamp is red.")
    library = Library(generations, ToyEncoder(name="another"))
    with pytest.raises(GenerationDamaged, match="pincite index"):
        library.searcher()


def test_threads_that_come_together_open_a_generation_once(
    generations: Generations, encoder: ToyEncoder
) -> None:
    publish(generations, encoder, "The lamp is red.")
    library = Library(generations, encoder)
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
