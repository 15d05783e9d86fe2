import pytest

from tests.index.documents.test_passages import sentence_texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("He met Dr. Smith. She left.", ["He met Dr. Smith.", "She left."]),
        ("The U.S. Army came. It went.", ["The U.S. Army came.", "It went."]),
        (
            "See No. 5 and Fig. 2 there. No. It is gone.",
            ["See No. 5 and Fig. 2 there.", "No.", "It is gone."],
        ),
        ("J. Doe wrote it. I read it.", ["J. Doe wrote it.", "I read it."]),
        ("It is 3.14 wide. Yes.", ["It is 3.14 wide.", "Yes."]),
        ("“Is it?” he asked. “Yes.” Done.", ["“Is it?” he asked.", "“Yes.”", "Done."]),
        ("日本語の文。次の文。", ["日本語の文。", "次の文。"]),
        ("- First item\n- Second item\n3. Third", ["First item", "Second item", "Third"]),
        ("A title\nIts first line.", ["A title", "Its first line."]),
        ("שלום עולם. מה שלומך?", ["שלום עולם.", "מה שלומך?"]),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert sentence_texts(text) == expected
