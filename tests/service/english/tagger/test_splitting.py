import pytest

from service.english.tagger.splitting import split


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("NATO's up-to-date plan didn't help.", "NATO's up-to-date plan didn't help ."),
        ("1,000 and 3.5 (in 2019)", "1,000 and 3.5 ( in 2019 )"),
        ("the U.S. members' fees", "the U.S . members' fees"),
        ("Ask St. Elm or Mr. Bell. Go on.", "Ask St. Elm or Mr. Bell . Go on ."),
        ("Ask Last.fm or ASP.NET.Then go.", "Ask Last.fm or ASP.NET . Then go ."),
        ("It ended.The a.m. train", "It ended . The a . m . train"),
        ("", ""),
    ],
)
def test_a_text_is_cut_into_words_and_marks(text: str, words: str) -> None:
    assert [match[0] for match in split(text)] == words.split()


def test_of_a_long_text_only_the_first_words_count() -> None:
    assert len(split("word " * 500)) == 120
