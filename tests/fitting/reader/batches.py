"""Examples -> arrays of tokens: rows of about one length, padded, in batches of a set size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, repeat
from random import Random
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import torch

from index.encoder.tokens import Encoding, TextTokenizer
from service.reading.pair import pair_of
from tests.fitting.reader.examples import Example

NO_SHORT_ANSWER = -1  # in `Batch.short`: where it stands is unknown
_NEAR = 20_000  # rows that are sorted together, so that the batches of an epoch differ by chance
_AT_ONCE = 1000  # examples; their encodings hold a hundred bytes a token

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, eq=False)  # comparing arrays with == is ambiguous
class Row:
    """An example as tokens.

    ids: int32, shape (tokens,). first: the first token of the passage. sentences: of each sentence
    in the window, the first token and the one after the last; int32, shape (sentences, 2).
    answers: whether each of these answers; bool, shape (sentences,). short: the first and the last
    token of the short answer; None where it is unknown.
    """

    ids: npt.NDArray[np.int32]
    first: int
    sentences: npt.NDArray[np.int32]
    answers: npt.NDArray[np.bool_]
    short: tuple[int, int] | None
    weight: float


class Batch(NamedTuple):
    """Rows padded to the longest, and what is to be learned of each, as torch tensors.

    ids, types: int64, shape (rows, tokens); types is 1 in the passage. mask: 1 where a token is no
    padding; int64, shape (rows, tokens). pool: 1 / its number of tokens at those of a sentence, 0
    elsewhere; float32, shape (rows, sentences, tokens). real: whether the row has that sentence;
    bool, shape (rows, sentences). answers: 1 where it answers; float32, shape (rows, sentences).
    short: first and last token of the short answer; 0, 0 where the passage does not answer, and
    NO_SHORT_ANSWER twice where it is unknown; int64, shape (rows, 2). weights: float32, shape
    (rows,).
    """

    ids: torch.Tensor
    types: torch.Tensor
    mask: torch.Tensor
    pool: torch.Tensor
    real: torch.Tensor
    answers: torch.Tensor
    short: torch.Tensor
    weights: torch.Tensor

    def on(self, device: torch.device) -> "Batch":
        """Return the batch in the memory of a device."""
        return Batch(*(tensor.to(device, non_blocking=True) for tensor in self))


def rows_of(examples: Sequence[Example], tokenizer: TextTokenizer) -> list[Row]:
    """Return a row for each example that teaches something; see `_row_of`."""
    rows = []
    for start in range(0, len(examples), _AT_ONCE):
        some = examples[start : start + _AT_ONCE]
        questions = tokenizer.encode([example.question for example in some])
        passages = tokenizer.encode([example.passage.text for example in some])
        made = map(_row_of, some, questions, passages)
        rows += [row for row in made if row is not None]
    return rows


def _row_of(example: Example, question: Encoding, passage: Encoding) -> Row | None:
    """Return the example as a row; None where the window cuts off what it teaches.

    That is so if no sentence lies in the window, or no answering one of an example that has some,
    or not the short answer.
    """
    spans = list(example.passage.sentences)
    # The tokens of the short answer are found as those of a sentence are: it is the last one here.
    pair = pair_of(question, passage, [*spans, example.short] if example.short else spans)
    sentences, short = pair.sentences[: len(spans)], None
    kept = np.flatnonzero(sentences[:, 1])
    answers = np.array([number in example.answering for number in kept.tolist()], np.bool_)
    if not len(kept) or (example.answering and not answers.any()):
        return None
    if example.short:
        begin, end = pair.sentences[-1].tolist()
        if not end:
            return None
        short = (begin, end - 1)
    ids, tokens = pair.ids.astype(np.int32), sentences[kept].astype(np.int32)
    return Row(ids, pair.first, tokens, answers, short, example.weight)


def batched(rows: Sequence[Row], tokens: int, random: Random) -> list[list[Row]]:
    """Return all rows in batches of at most `tokens` tokens with their padding, by chance.

    A row longer than that is a batch of its own.
    """
    order = random.sample(rows, len(rows))
    batches: list[list[Row]] = []
    for start in range(0, len(order), _NEAR):
        near = sorted(order[start : start + _NEAR], key=lambda row: len(row.ids))
        batches += _filled(near, tokens)
    random.shuffle(batches)
    return batches


def _filled(rows: Sequence[Row], tokens: int) -> Iterator[list[Row]]:
    """Give the rows, which get longer, in batches."""
    batch: list[Row] = []
    for row in rows:
        if batch and (len(batch) + 1) * len(row.ids) > tokens:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def padded(rows: Sequence[Row]) -> Batch:
    """Return the rows as one batch."""
    count, length = len(rows), max(len(row.ids) for row in rows)
    sentences = max(len(row.sentences) for row in rows)
    ids, types, mask = np.zeros((3, count, length), np.int64)
    pool = np.zeros((count, sentences, length), np.float32)
    real = np.zeros((count, sentences), np.bool_)
    answers = np.zeros((count, sentences), np.float32)
    short = np.zeros((count, 2), np.int64)
    for number, row in enumerate(rows):
        ids[number, : len(row.ids)] = row.ids
        types[number, row.first : len(row.ids)] = 1
        mask[number, : len(row.ids)] = 1
        for sentence, (start, end) in enumerate(row.sentences.tolist()):
            pool[number, sentence, start:end] = 1 / (end - start)
        real[number, : len(row.sentences)] = True
        answers[number, : len(row.answers)] = row.answers
        if row.answers.any():
            short[number] = row.short or NO_SHORT_ANSWER
    weights = np.array([row.weight for row in rows], np.float32)
    arrays = (ids, types, mask, pool, real, answers, short, weights)
    return Batch(*map(torch.from_numpy, arrays))


def spread(items: Sequence[Item], places: int) -> list[Sequence[Item]]:
    """Return the items in so many runs, in order, each about as long as the others."""
    ends = accumulate(repeat(len(items) / places, places), initial=0.0)
    return [items[round(start) : round(end)] for start, end in pairwise(ends)]
