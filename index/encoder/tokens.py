"""The model's tokenizer: texts -> token ids, and where in the text each token stands."""

import hashlib
import itertools
import os
from collections.abc import Sequence
from pathlib import Path

from tokenizers import Encoding, Tokenizer, normalizers, pre_tokenizers

__all__ = ["LONGEST_WORD", "Encoding", "TextTokenizer"]

# WordPiece makes one unknown token of any word of more than 100 characters. Cut every 100
# characters, such a word keeps its content.
LONGEST_WORD = 100
_MOST_CHARACTERS = 2**21  # of words whose tokens are remembered: some 40 MB
# By the SHA-256 of their files: encoder, reader and listener mostly have the same one, of 6 MB.
_LOADED: dict[bytes, tuple[Tokenizer, bool]] = {}


class TextTokenizer:
    """A `tokenizer.json` that neither truncates nor pads, and takes words of any length.

    threads: for many texts at once. The first tokenizer of a process sets them for all.
    """

    def __init__(self, path: Path, threads: int = 1) -> None:
        os.environ.setdefault("RAYON_NUM_THREADS", str(threads))  # the library reads it once
        self._tokenizer, self._by_words = _loaded(path)
        self._known: dict[str, int] = {}  # how many tokens each word has, among those of late
        self._characters = 0  # of the known words
        self.special_tokens = self._tokenizer.num_special_tokens_to_add(is_pair=False)

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, special tokens left out."""
        if not self._by_words:
            return self._lengths(texts)
        parted = [text.replace("\n", " ").split(" ") for text in texts]
        known = self._known
        new = list(set(itertools.chain.from_iterable(parted)).difference(known))
        known.update(zip(new, self._lengths(new), strict=True))
        self._characters += sum(map(len, new))
        if self._characters > _MOST_CHARACTERS:
            self._known, self._characters = {}, 0
        return [sum(map(known.__getitem__, words)) for words in parted]

    def _lengths(self, texts: Sequence[str]) -> list[int]:
        return list(map(len, self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)))

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """Return token ids, special ones too, and offsets in code points: one Encoding a text."""
        encodings: list[Encoding] = self._tokenizer.encode_batch(list(texts))
        return encodings


def _loaded(path: Path) -> tuple[Tokenizer, bool]:
    """Return the tokenizer of a file, and whether a blank always parts two of its tokens.

    Files with the same content have one, which any number of threads may use.
    """
    content = path.read_bytes()
    digest = hashlib.sha256(content).digest()
    if digest not in _LOADED:
        _LOADED[digest] = _opened(content)
    return _LOADED[digest]


def _opened(content: bytes) -> tuple[Tokenizer, bool]:
    tokenizer = Tokenizer.from_buffer(content)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    cut = pre_tokenizers.FixedLength(LONGEST_WORD)
    before = tokenizer.pre_tokenizer
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([before, cut]) if before else cut
    return tokenizer, _parts_at_blanks(tokenizer, before)


def _parts_at_blanks(tokenizer: Tokenizer, words: pre_tokenizers.PreTokenizer | None) -> bool:
    """Whether a blank always parts two tokens, so that words may be counted one by one.

    words: what parts a text into words.
    """
    added = tokenizer.get_added_tokens_decoder().values()
    return (
        isinstance(words, pre_tokenizers.BertPreTokenizer)
        and isinstance(tokenizer.normalizer, normalizers.BertNormalizer)
        and not any(" " in token.content for token in added)
    )
