import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents.splitting.split import split
from index.encoder.pooling import pool, pool_question, unit
from index.records import PassageText, PassageVectors, Span
from index.storage.word_vectors import unpack
from tests.index.texts import documents
from tests.toy import _WORD, ToyEncoder, word_vector

# [CLS] one two . three [SEP]: special tokens have empty offsets.
OFFSETS = [(0, 0), (0, 3), (4, 7), (7, 8), (9, 14), (0, 0)]
TOKENS = np.array([[9, 9], [1, 0], [0, 1], [1, 0], [0, -1], [9, 9]], np.float32)
TEXT = PassageText("one two. three", (Span(0, 8), Span(9, 14)))


def test_a_sentence_is_the_mean_of_its_own_tokens() -> None:
    vectors = pool(TOKENS, OFFSETS, TEXT)
    assert vectors.sentences[0] == pytest.approx(np.array([2, 1]) / 5**0.5)
    assert vectors.sentences[1] == pytest.approx([0, -1])


def test_a_passage_is_the_mean_of_all_tokens_as_the_model_was_trained() -> None:
    passage = pool(TOKENS, OFFSETS, TEXT).passage
    assert passage == pytest.approx(TOKENS.mean(axis=0) / np.linalg.norm(TOKENS.mean(axis=0)))


def test_a_sentence_without_a_token_gets_the_passage_vector() -> None:
    vectors = pool(TOKENS, OFFSETS, PassageText("one two. three ", (Span(0, 8), Span(14, 15))))
    assert np.array_equal(vectors.sentences[1], vectors.passage)


def test_a_token_that_begins_with_a_blank_belongs_to_the_word_after_it() -> None:
    offsets = [(0, 0), (0, 3), (3, 7), (7, 8), (8, 14), (0, 0)]
    joined, apart = pool(TOKENS, offsets, TEXT), pool(TOKENS, OFFSETS, TEXT)
    assert joined.sentences.tolist() == apart.sentences.tolist()
    assert joined.words.tolist() == apart.words.tolist()


def test_no_sentences_give_no_rows() -> None:
    vectors = pool(TOKENS, OFFSETS, PassageText("one two. three", ()))
    assert vectors.sentences.shape == (0, 2)
    assert vectors.words.shape == (0, 1)


@pytest.mark.parametrize("vector", [[3.0, 4.0], [1e-20, 0.0], [-5.0, 0.0]])
def test_unit_vectors_have_length_one(vector: list[float]) -> None:
    result = unit(np.array(vector))
    assert result.dtype == np.float32
    assert np.linalg.norm(result) == pytest.approx(1)


def test_a_zero_vector_has_no_direction() -> None:
    assert unit(np.zeros(2)).tolist() == [0, 0]


def test_sentence_vectors_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(1, 3\) do not fit .* \(2,\)"):
        PassageVectors(np.zeros(2, "f4"), np.zeros((1, 3), "f4"), np.zeros((0, 1), np.uint8), (0,))


@settings(max_examples=25, deadline=None)
@given(documents, st.sampled_from([60, 254]))
def test_every_sentence_of_any_document_is_pooled_from_its_own_words(text: str, limit: int) -> None:
    encoder = ToyEncoder(limit)
    passages = split(text, encoder.count_tokens, limit)
    texts = [PassageText.cut_from(text, passage) for passage in passages]
    for seen, vectors in zip(texts, encoder.encode_passages(texts), strict=True):
        assert len(vectors.sentences) == len(seen.sentences)
        for span, vector in zip(seen.sentences, vectors.sentences, strict=True):
            if words := _WORD.findall(span.of(seen.text)):
                mean = np.mean([word_vector(word) for word in words], axis=0)
                assert vector @ unit(mean) == pytest.approx(1, abs=1e-5)


def test_a_word_has_the_signs_of_its_own_tokens() -> None:
    vectors = pool(TOKENS, OFFSETS, TEXT)
    assert vectors.word_counts == (2, 1)
    assert (unpack(vectors.words, 2) > 0).tolist() == [[True, False], [False, True], [False, False]]


def test_a_question_is_pooled_whole_and_word_by_word() -> None:
    vectors = pool_question(TOKENS, OFFSETS, "one two. three")
    assert vectors.whole == pytest.approx(unit(TOKENS.mean(axis=0)))
    assert vectors.tokens == pytest.approx(TOKENS[1:-1])
    assert vectors.words == pytest.approx(np.array([[1, 0], [0, 1], [0, -1]]))
