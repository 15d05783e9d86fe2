"""A question and a passage as the reader's one row of tokens.

`[CLS] question [SEP] passage [SEP]`, with token type 0 up to the first `[SEP]` and 1 behind it, as
BERT was trained on pairs (Devlin et al., arXiv 1810.04805).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.encoder.tokens import Encoding
from index.records import Span

WINDOW = 320  # tokens of a row, as the reader was trained
QUESTION_TOKENS = 64  # of the question; what is longer is cut
_SPECIAL = 3

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)  # comparing arrays with == is ambiguous
class Pair:
    """One row for the reader.

    ids, types: int64, shape (tokens,). offsets: where each token of the passage stands in the
    passage's text, int64, shape (passage tokens, 2); the first of them is the row's token `first`.
    sentences: the tokens of each sentence, from the first to the end, int64, shape (sentences, 2);
    both ends are 0 for a sentence beyond the window.
    """

    ids: Integers
    types: Integers
    offsets: Integers
    first: int
    sentences: Integers


def pair_of(question: Encoding, passage: Encoding, sentences: Sequence[Span]) -> Pair:
    """Join an encoded question and an encoded passage, each encoded with its special tokens.

    sentences: spans of the passage's text, in order.
    """
    begin, *asked, end = question.ids
    asked = asked[:QUESTION_TOKENS]
    room = WINDOW - len(asked) - _SPECIAL
    told = passage.ids[1:-1][:room]
    offsets = np.array(passage.offsets[1:-1][:room], np.int64).reshape(-1, 2)
    first = len(asked) + 2
    return Pair(
        ids=np.array([begin, *asked, end, *told, end], np.int64),
        types=np.array([0] * first + [1] * (len(told) + 1), np.int64),
        offsets=offsets,
        first=first,
        sentences=_sentence_tokens(offsets, sentences, first),
    )


def _sentence_tokens(offsets: Integers, sentences: Sequence[Span], first: int) -> Integers:
    """Return the tokens that overlap each sentence; see `Pair.sentences`."""
    spans = np.array([(span.start, span.end) for span in sentences], np.int64).reshape(-1, 2)
    # The tokens stand in the order of the text, so both ends can be found by bisection.
    starts = np.searchsorted(offsets[:, 1], spans[:, 0], side="right")
    ends = np.searchsorted(offsets[:, 0], spans[:, 1], side="left")
    tokens = np.stack([starts, ends], axis=1) + first
    tokens[starts >= ends] = 0
    return tokens
