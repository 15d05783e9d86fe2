import numpy as np
import pytest

from service.collection.features import (
    INTENT_FEATURES,
    SUBJECT_FEATURES,
    intent_features,
    subject_features,
    words_of,
)


def test_words_keep_their_places() -> None:
    text = "Résumé of report_2024.pdf!"
    assert [word.text for word in words_of(text)] == ["resume", "of", "report_2024.pdf"]
    assert [word.span.of(text) for word in words_of(text)] == ["Résumé", "of", "report_2024.pdf"]


@pytest.mark.parametrize("text", ["Which files mention bees?", "x", "שלום", "a " * 500])
def test_features_are_numbers_of_the_model_each_once(text: str) -> None:
    words = words_of(text)
    for numbers in intent_features(words):
        assert len(set(numbers.tolist())) == len(numbers)
        assert np.all((numbers >= 0) & (numbers < INTENT_FEATURES))
    of_words = subject_features(words)
    assert len(of_words) == len(words)
    assert all(np.all((n >= 0) & (n < SUBJECT_FEATURES)) for n in of_words)


def test_case_accents_and_marks_make_no_difference() -> None:
    plain, marked = words_of("resume les documents"), words_of("  RÉSUMÉ les documents?!")
    for one, other in zip(intent_features(plain), intent_features(marked), strict=True):
        assert set(one.tolist()) == set(other.tolist())
