from pathlib import Path

import numpy as np
import pytest

from index.records import PassageVectors
from index.unfinished import Unfinished
from tests.toy import DIMENSION, ToyEncoder

KEYS = [bytes([n]) * 32 for n in range(3)]


def vectors(number: int) -> PassageVectors:
    """A passage of `number` sentences, of which each has a word more than the one before."""
    rows = np.arange((number + 1) * DIMENSION, dtype=np.float32).reshape(-1, DIMENSION)
    counts = tuple(range(number))
    words = np.arange(sum(counts) * DIMENSION // 8, dtype=np.uint8).reshape(-1, DIMENSION // 8)
    return PassageVectors(rows[0], rows[1:], words, counts)


@pytest.fixture
def path(tmp_path: Path, encoder: ToyEncoder) -> Path:
    """What a build that died after three passages left."""
    path = tmp_path / "unfinished.vectors"
    with Unfinished(path, encoder) as unfinished:
        unfinished.add([(KEYS[0], vectors(1)), (KEYS[1], vectors(0))])
        unfinished.add([(KEYS[2], vectors(3))])
    return path


def test_what_was_added_is_known_to_the_next(path: Path, encoder: ToyEncoder) -> None:
    known = Unfinished(path, encoder).known
    assert list(known) == KEYS
    for key, number in zip(KEYS, (1, 0, 3), strict=True):
        assert np.array_equal(known[key].passage, vectors(number).passage)
        assert np.array_equal(known[key].sentences, vectors(number).sentences)
        assert np.array_equal(known[key].words, vectors(number).words)
        assert known[key].word_counts == vectors(number).word_counts


def test_another_model_uses_none_of_it(path: Path) -> None:
    assert Unfinished(path, ToyEncoder(name="other")).known == {}


@pytest.mark.parametrize("cut", [1, 4, 40, 1060])
def test_a_torn_end_is_dropped_and_written_over(path: Path, encoder: ToyEncoder, cut: int) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-cut])
    with Unfinished(path, encoder) as unfinished:
        assert list(unfinished.known) == KEYS[:2]
        unfinished.add([(KEYS[2], vectors(3))])
    assert path.read_bytes() == data


def test_nothing_after_an_altered_record_is_used(path: Path, encoder: ToyEncoder) -> None:
    data = bytearray(path.read_bytes())
    data[44 + 36 + 8] ^= 1  # in the vectors of the first record
    path.write_bytes(data)
    assert Unfinished(path, encoder).known == {}


@pytest.mark.parametrize("data", [b"", b"pinc", b"something else entirely" * 9])
def test_what_is_no_such_file_is_begun_anew(
    tmp_path: Path, encoder: ToyEncoder, data: bytes
) -> None:
    (tmp_path / "file").write_bytes(data)
    with Unfinished(tmp_path / "file", encoder) as unfinished:
        assert unfinished.known == {}
        unfinished.add([(KEYS[0], vectors(1))])
    assert list(Unfinished(tmp_path / "file", encoder).known) == KEYS[:1]


def test_removing_it_forgets_all(path: Path, encoder: ToyEncoder) -> None:
    unfinished = Unfinished(path, encoder)
    unfinished.remove()
    unfinished.remove()
    assert Unfinished(path, encoder).known == {}
