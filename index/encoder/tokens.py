"""The model's tokenizer: texts -> token ids, and where in the text each token stands."""

import os
from collections.abc import Sequence
from pathlib import Path

from tokenizers import Encoding, Tokenizer, pre_tokenizers

__all__ = ["LONGEST_WORD", "Encoding", "TextTokenizer"]

# WordPiece makes one unknown token of any word of more than 100 characters. Cut every 100
# characters, such a word keeps its content.
LONGEST_WORD = 100


class TextTokenizer:
    """A `tokenizer.json` that neither truncates nor pads, and takes words of any length.

    threads: for many texts at once. The first tokenizer of a process sets them for all.
    """

    def __init__(self, path: Path, threads: int = 1) -> None:
        os.environ.setdefault("RAYON_NUM_THREADS", str(threads))  # the library reads it once
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        cut = pre_tokenizers.FixedLength(LONGEST_WORD)
        before = tokenizer.pre_tokenizer
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([before, cut]) if before else cut
        self._tokenizer = tokenizer
        self.special_tokens = tokenizer.num_special_tokens_to_add(is_pair=False)

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, special tokens left out."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """Return token ids, special ones too, and offsets in code points: one Encoding a text."""
        encodings: list[Encoding] = self._tokenizer.encode_batch(list(texts))
        return encodings
