from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from index.encoder.tokens import LONGEST_WORD, TextTokenizer
from tests.index.texts import documents

_LETTERS = "abcdefghijklmnopqrstuvwxyz.?!"


def write_tokenizer(path: Path) -> Path:
    """WordPiece over single letters, which truncates and pads, as models' files do."""
    vocabulary = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", *_LETTERS, *(f"##{c}" for c in _LETTERS)]
    pieces = models.WordPiece({token: i for i, token in enumerate(vocabulary)}, unk_token="[UNK]")
    pieces.max_input_chars_per_word = LONGEST_WORD
    tokenizer = Tokenizer(pieces)
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    tokenizer.enable_truncation(8)
    tokenizer.enable_padding(length=8)
    tokenizer.save(str(path))
    return path


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> TextTokenizer:
    return TextTokenizer(write_tokenizer(tmp_path_factory.mktemp("model") / "tokenizer.json"))


def test_texts_are_neither_truncated_nor_padded(tokenizer: TextTokenizer) -> None:
    assert tokenizer.count(["a", "ab cd.", "a " * 500]) == [1, 5, 500]
    short, long = tokenizer.encode(["a", "a " * 500])
    assert (len(short.ids), len(long.ids)) == (3, 502)


def test_special_tokens_are_counted_apart(tokenizer: TextTokenizer) -> None:
    assert tokenizer.special_tokens == 2


def test_10_000_unbroken_characters_are_not_one_unknown_token(tokenizer: TextTokenizer) -> None:
    assert tokenizer.count(["x" * 10_000]) == [10_000]
    [encoding] = tokenizer.encode(["x" * 10_000])
    assert "[UNK]" not in encoding.tokens
    assert encoding.offsets[1] == (0, 1)
    assert encoding.offsets[-2] == (9_999, 10_000)


def test_offsets_are_code_points(tokenizer: TextTokenizer) -> None:
    text = "🦦 é 👩‍👩‍👧 ab"
    [encoding] = tokenizer.encode([text])
    a, b = encoding.offsets[-3:-1]
    assert (text[slice(*a)], text[slice(*b)]) == ("a", "b")


@settings(max_examples=25, deadline=None)
@given(text=documents)
def test_offsets_of_any_text_are_in_it_and_in_order(tokenizer: TextTokenizer, text: str) -> None:
    [encoding] = tokenizer.encode([text])
    offsets = encoding.offsets[1:-1]
    assert len(offsets) == tokenizer.count([text])[0]
    assert all(0 <= start <= end <= len(text) for start, end in offsets)
    assert [start for start, _ in offsets] == sorted(start for start, _ in offsets)


@settings(max_examples=50, deadline=None)
@given(texts=st.lists(st.one_of(documents, st.text())))
def test_a_text_has_as_many_tokens_counted_as_encoded(
    tokenizer: TextTokenizer, texts: list[str]
) -> None:
    encoded = [len(encoding.ids) - tokenizer.special_tokens for encoding in tokenizer.encode(texts)]
    assert tokenizer.count(texts) == encoded


def test_tokens_that_hold_blanks_are_counted_whole(tmp_path: Path) -> None:
    path = write_tokenizer(tmp_path / "tokenizer.json")
    raw = Tokenizer.from_file(str(path))
    raw.add_tokens(["a b"])
    raw.save(str(path))
    assert TextTokenizer(path).count(["a b", "a c"]) == [1, 2]


def test_counts_stay_right_after_more_words_than_are_remembered(tokenizer: TextTokenizer) -> None:
    texts = [f"ab {number:090}" for number in range(24_000)]
    assert sum(map(len, texts)) > 2**21
    for start in range(0, len(texts), 1_000):
        assert set(tokenizer.count(texts[start : start + 1_000])) == {3}


def test_a_file_that_is_written_anew_is_another_tokenizer(tmp_path: Path) -> None:
    path = write_tokenizer(tmp_path / "tokenizer.json")
    first = TextTokenizer(path)
    raw = Tokenizer.from_file(str(path))
    raw.add_tokens(["abc"])
    raw.save(str(path))
    assert [TextTokenizer(path).count(["abc"]), first.count(["abc"])] == [[1], [3]]
