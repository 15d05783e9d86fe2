from pathlib import Path

import numpy as np
import pytest

from index.building.passages.unfinished import Unfinished
from index.records import PassageVectors
from tests.toy import DIMENSION, ToyEncoder

KEYS = [bytes([n]) * 32 for n in range(3)]


def vectors(number: int) -> PassageVectors:
    """A passage of `number` sentences, of which each has a word more than the one before."""
    rows = np.arange((number + 1) * DIMENSION, dtype=np.float32).reshape(-1, DIMENSION)
    counts = tuple(range(number))
    words = np.arange(sum(counts) * DIMENSION // 8, dtype=np.uint8).reshape(-1, DIMENSION // 8)
    return PassageVectors(rows[0], rows[1:], words, counts)


def assert_same(one: PassageVectors, other: PassageVectors) -> None:
    assert np.array_equal(one.passage, other.passage)
    assert np.array_equal(one.sentences, other.sentences)
    assert np.array_equal(one.words, other.words)
    assert one.word_counts == other.word_counts


@pytest.fixture
def path(tmp_path: Path, encoder: ToyEncoder) -> Path:
    """What a build that died after three passages left."""
    path = tmp_path / "unfinished.vectors"
    with Unfinished(path, encoder).opened() as unfinished:
        unfinished.add([(KEYS[0], vectors(1)), (KEYS[1], vectors(0))])
        unfinished.add([(KEYS[2], vectors(3))])
    return path


def test_what_was_added_is_known_to_the_next(path: Path, encoder: ToyEncoder) -> None:
    with Unfinished(path, encoder).opened() as known:
        assert list(known) == KEYS
        for key, number in zip(KEYS, (1, 0, 3), strict=True):
            assert_same(known[key], vectors(number))


def test_what_was_just_added_is_known_too(path: Path, encoder: ToyEncoder) -> None:
    with Unfinished(path, encoder).opened() as unfinished:
        unfinished.add([(b"9" * 32, vectors(2))])
        assert_same(unfinished[b"9" * 32], vectors(2))
        assert_same(unfinished[KEYS[0]], vectors(1))


def test_what_does_not_read_back_is_an_error_of_the_disk(path: Path, encoder: ToyEncoder) -> None:
    with Unfinished(path, encoder).opened() as unfinished:
        data = bytearray(path.read_bytes())
        data[44 + 36 + 8] ^= 1  # in the vectors of the first record
        path.write_bytes(data)
        with pytest.raises(OSError, match="does not read back"):
            unfinished[KEYS[0]]
        assert_same(unfinished[KEYS[2]], vectors(3))


def test_another_model_uses_none_of_it(path: Path) -> None:
    assert len(Unfinished(path, ToyEncoder(name="other"))) == 0


@pytest.mark.parametrize("cut", [1, 4, 40, 1060])
def test_a_torn_end_is_dropped_and_written_over(path: Path, encoder: ToyEncoder, cut: int) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-cut])
    with Unfinished(path, encoder).opened() as unfinished:
        assert list(unfinished) == KEYS[:2]
        unfinished.add([(KEYS[2], vectors(3))])
    assert path.read_bytes() == data


def test_nothing_after_an_altered_record_is_used(path: Path, encoder: ToyEncoder) -> None:
    data = bytearray(path.read_bytes())
    data[44 + 36 + 8] ^= 1  # in the vectors of the first record
    path.write_bytes(data)
    assert len(Unfinished(path, encoder)) == 0


@pytest.mark.parametrize("data", [b"", b"pinc", b"something else entirely" * 9])
def test_what_is_no_such_file_is_begun_anew(
    tmp_path: Path, encoder: ToyEncoder, data: bytes
) -> None:
    (tmp_path / "file").write_bytes(data)
    with Unfinished(tmp_path / "file", encoder).opened() as unfinished:
        assert len(unfinished) == 0
        unfinished.add([(KEYS[0], vectors(1))])
    assert list(Unfinished(tmp_path / "file", encoder)) == KEYS[:1]


def test_removing_it_forgets_all(path: Path, encoder: ToyEncoder) -> None:
    unfinished = Unfinished(path, encoder)
    unfinished.remove()
    unfinished.remove()
    assert len(Unfinished(path, encoder)) == 0
