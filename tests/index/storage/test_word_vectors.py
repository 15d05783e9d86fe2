import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.records import Span
from index.storage.word_vectors import content_words, nearness, pack, row_bytes, unpack
from tests.index.texts import documents


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


@given(st.integers(1, 40), st.sampled_from([0, 1, 511, 512, 513, 1100]), st.integers(0, 3))
def test_nearness_is_the_cosine_to_the_signs(dimension: int, count: int, asked: int) -> None:
    rng = np.random.default_rng(count)
    rows = rng.standard_normal((count, dimension))
    vectors = rng.standard_normal((asked, dimension)).astype(np.float32)
    signs = np.where(rows > 0, 1, -1) / dimension**0.5
    assert np.allclose(nearness(pack(rows), vectors), signs @ vectors.T, atol=1e-4)
