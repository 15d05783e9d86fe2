from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import GenerationDamaged
from index.records import Span
from index.words import WordIndex, content_words, pack, row_bytes, unpack
from tests.index.texts import documents

DIMENSION = 20


def test_stop_words_have_no_say() -> None:
    text = "Why did the otter dive?"
    assert [span.of(text) for span in content_words(text)] == ["otter", "dive"]
    assert content_words("the lamp", 10) == [Span(14, 18)]
    assert content_words("… the?") == []


@given(documents)
def test_words_stand_in_order_in_any_text(text: str) -> None:
    end = 0
    for span in content_words(text):
        assert end <= span.start < span.end
        assert span.of(text).strip() == span.of(text)
        end = span.end
    assert end <= len(text)


@given(st.integers(1, 40), st.integers(0, 5))
def test_signs_come_back_at_length_one(dimension: int, count: int) -> None:
    rows = np.random.default_rng(dimension).standard_normal((count, dimension))
    bits = pack(rows)
    assert bits.shape == (count, row_bytes(dimension))
    units = unpack(bits, dimension)
    assert np.array_equal(units > 0, rows > 0)
    assert np.allclose(np.linalg.norm(units, axis=1), 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "words.bits"
    path.write_bytes(bytes(range(30)))
    return path


def test_ranges_of_rows_are_read(path: Path) -> None:
    words = WordIndex(path, DIMENSION)
    assert len(words) == 10
    assert words.take([(8, 10), (0, 0), (1, 2)]).tolist() == [[24, 25, 26], [27, 28, 29], [3, 4, 5]]
    assert words.take([]).shape == (0, 3)


def test_a_file_that_was_cut_is_damage(path: Path, tmp_path: Path) -> None:
    words = WordIndex(path, DIMENSION)
    path.write_bytes(b"abc")
    with pytest.raises(GenerationDamaged, match="shorter"):
        words.take([(0, 2)])
    with pytest.raises(GenerationDamaged, match="cannot be read"):
        WordIndex(tmp_path / "nowhere", DIMENSION)
