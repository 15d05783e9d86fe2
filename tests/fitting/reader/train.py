"""The training of a reader, from the packaged encoder."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple

import torch
from transformers import AutoModel

from index.encoder.onnx import TOKENIZER_FILE
from index.encoder.tokens import TextTokenizer
from index.threads import usable_cores
from tests.fitting.reader.batches import Batch, Row, batched, padded, rows_of, spread
from tests.fitting.reader.echo import SHARE, echoed
from tests.fitting.reader.examples import Example
from tests.fitting.reader.learner import Learner, Logits, drift_of, loss_of
from tests.fitting.training.descent import Descent, Say, descend

_WARM_UP = 0.06  # of the steps
_REPORTED = 100  # steps


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train. The defaults are those of the reader that Pincite ships.

    batch_tokens: the most tokens of a batch, with its padding. echo: the share of the examples, 0
    to 1, that get an echo of the question. most_steps: an end before that of the epochs; None for
    none. dropout: of numbers inside the network; on a processor it takes nearly half of the time.
    frozen_layers: how many of the first stay as they are.
    """

    epochs: int = 4
    batch_tokens: int = 49_152
    learning_rate: float = 2.5e-4
    echo: float = SHARE
    seed: int = 1
    most_steps: int | None = None
    dropout: float = 0.1
    frozen_layers: int = 0


def train(
    examples: Sequence[Example],
    encoder_folder: Path,
    plan: Plan,
    say: Say,
    start: Path | None = None,
    kept: Sequence[Example] = (),
) -> Learner:
    """Return the network of an encoder, trained on the examples.

    It trains on a GPU where torch finds one. say: is told how far it is. start: the weights of a
    reader to go on from; None for those of the encoder. kept: what shall be said of as before, see
    `drift_of`. Raises ValueError if the weights are no reader's.
    """
    random = Random(plan.seed)
    torch.manual_seed(plan.seed)
    tokenizer = TextTokenizer(encoder_folder / TOKENIZER_FILE, usable_cores())
    rows, kept_rows = (_rows(some, plan.echo, random, tokenizer) for some in (examples, kept))
    say(f"{len(rows):,} rows to learn, and {len(kept_rows):,} of which to say what is said now")
    learner = _learner(encoder_folder, start)
    learner.to("cuda" if torch.cuda.is_available() else "cpu")
    learn(learner, rows, plan, random, say, kept_rows)
    return learner


def _rows(
    examples: Sequence[Example], echo: float, random: Random, tokenizer: TextTokenizer
) -> list[Row]:
    repeated = [example for example in examples for _ in range(example.repeats)]
    return rows_of([echoed(example, random, echo) for example in repeated], tokenizer)


def _learner(encoder_folder: Path, start: Path | None) -> Learner:
    if start:
        return Learner.of_reader(encoder_folder, start)
    transformer = AutoModel.from_pretrained(
        encoder_folder, dtype=torch.float32, add_pooling_layer=False, local_files_only=True
    )
    return Learner(transformer)


class _Step(NamedTuple):
    """What a step learns from, and, in batches, what it shall say of what it did before."""

    rows: Sequence[Row]
    kept: Sequence[Sequence[Row]]


def learn(
    learner: Learner,
    rows: Sequence[Row],
    plan: Plan,
    random: Random,
    say: Say,
    kept: Sequence[Row] = (),
) -> list[float]:
    """Train the network in place, and return the loss of each step."""
    device = next(learner.parameters()).device
    before = deepcopy(learner).eval() if kept else learner
    epochs = [_epoch(rows, kept, plan, random) for _ in range(plan.epochs)]
    steps = sum(map(len, epochs))
    learner.train()
    _drop_out(learner, plan.dropout)
    learner.freeze(plan.frozen_layers)

    def said_by(network: Learner, arrays: Batch) -> Logits:
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            said: Logits = network(arrays)
        return said

    def loss_on_device(step: _Step) -> torch.Tensor:
        arrays = padded(step.rows).on(device)
        loss = loss_of(said_by(learner, arrays), arrays)
        for some in step.kept:
            arrays = padded(some).on(device)
            with torch.no_grad():
                wanted = said_by(before, arrays)
            loss = loss + drift_of(said_by(learner, arrays), wanted, arrays) / len(step.kept)
        return loss

    batches = islice((batch for epoch in epochs for batch in epoch), plan.most_steps)
    trained = [weights for weights in learner.parameters() if weights.requires_grad]
    descent = Descent(plan.learning_rate, steps, lambda step: share_of(step, steps), _REPORTED)
    losses = descend(batches, loss_on_device, trained, descent, say)
    learner.eval()
    return losses


def _epoch(rows: Sequence[Row], kept: Sequence[Row], plan: Plan, random: Random) -> list[_Step]:
    batches = batched(rows, plan.batch_tokens, random)
    beside = spread(batched(kept, plan.batch_tokens, random), len(batches))
    return [_Step(*both) for both in zip(batches, beside, strict=True)]


def share_of(step: int, steps: int) -> float:
    """Return the share of the learning rate for a step: it warms up, then falls to 0."""
    return min(1.0, (step + 1) / (_WARM_UP * steps)) * (1 - step / steps)


def _drop_out(learner: Learner, share: float) -> None:
    for module in learner.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = share
