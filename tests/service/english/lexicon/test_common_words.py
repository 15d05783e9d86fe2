from service.english.lexicon.common_words import common_words


def test_the_commonest_words_come_first() -> None:
    ranks = common_words()
    assert ranks["the"] < ranks["house"] < ranks["harpsichord"]
    assert all(word.isalpha() and word.islower() for word in ranks)
    assert "##ing" not in ranks
