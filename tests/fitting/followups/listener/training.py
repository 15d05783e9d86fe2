"""The training of a listener, from the shipped reader."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

import torch
from safetensors.torch import save_file

from index.encoder.onnx import TOKENIZER_FILE
from index.encoder.tokens import TextTokenizer
from index.records import Span
from index.threads import usable_cores
from service.reading.loading import PACKAGED
from service.reading.network import ON_SHIPPED, load_network
from service.reading.pair import Pair, pair_of
from tests.fitting.followups.listener.examples import Example
from tests.fitting.training.descent import Descent, Say, descend

_KEPT = 3  # layers of the reader that are not trained, and not written
_WARM_UP, _LEAST = 0.08, 0.02  # of the steps; of the learning rate
_DROPPED = 0.1  # of what the last layer gives
_AT_ONCE = 64  # readings
_REPORTED = 50  # steps
_NEAR = 6.0  # tokens: examples of about one length are learned together
_ENCODER, _HEAD = "transformer.encoder.", "sentence."


@dataclass(frozen=True, slots=True)
class Plan:
    """batch: examples of a step. most_steps: an end before that of the epochs; None for none."""

    epochs: int
    learning_rate: float
    batch: int = 12
    most_steps: int | None = None
    seed: int = 0


class Listener:
    """The network of a reader, of which the last layers learn.

    encoder: the folder of the packaged encoder. start: weights that `save` wrote, to go on from.
    """

    def __init__(self, encoder: Path, start: Path | None = None) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.network = load_network(encoder, start or PACKAGED, PACKAGED).to(self.device)
        self._tokenizer = TextTokenizer(encoder / TOKENIZER_FILE, usable_cores())
        self._dropout = torch.nn.Dropout(_DROPPED)
        layers = self.network.transformer.encoder.layer
        self._frozen, self._trained = layers[:_KEPT], layers[_KEPT:]
        self.parameters = [*self._trained.parameters(), *self.network.sentence.parameters()]

    def pairs(self, said: str, readings: Sequence[str]) -> list[Pair]:
        """Return the rows of tokens in which a server has it hear the readings."""
        first, *others = self._tokenizer.encode([said, *readings])
        return [
            pair_of(first, other, [Span(0, len(text))])
            for other, text in zip(others, readings, strict=True)
        ]

    def logits(self, pairs: Sequence[Pair]) -> torch.Tensor:
        """Return how well each row goes on: float32, shape (rows,)."""
        size = (len(pairs), max(len(pair.ids) for pair in pairs))
        ids, types = torch.zeros(size, dtype=torch.int64), torch.zeros(size, dtype=torch.int64)
        mask, pool = torch.zeros(size), torch.zeros(size)
        for row, pair in enumerate(pairs):
            ids[row, : len(pair.ids)] = torch.from_numpy(pair.ids)
            types[row, : len(pair.ids)] = torch.from_numpy(pair.types)
            mask[row, : len(pair.ids)] = 1
            start, end = pair.sentences[0].tolist()
            pool[row, start:end] = 1 / max(end - start, 1)
        ids, types, mask, pool = (one.to(self.device) for one in (ids, types, mask, pool))
        beyond = (1 - mask)[:, None, None, :] * -1e9
        with torch.no_grad():
            hidden = self.network.transformer.embeddings(input_ids=ids, token_type_ids=types)
            hidden = _through(self._frozen, hidden, beyond)
        hidden = _through(self._trained, hidden, beyond)
        reading = (pool[:, :, None] * hidden).sum(dim=1)
        both = self._dropout(torch.cat([reading, hidden[:, 0]], dim=-1))
        return self.network.sentence(both)[:, 0]

    def learn(self, examples: Sequence[Example], plan: Plan, say: Say) -> list[float]:
        """Train in place, and return the loss of each step: the negative log-likelihood that a
        right reading is chosen among those of an example.
        """
        random = Random(plan.seed)
        torch.manual_seed(plan.seed)
        told = [(self.pairs(one.said, one.readings), one) for one in examples]
        steps = plan.epochs * math.ceil(len(told) / plan.batch)
        self._dropout.train()
        batches = islice(_batches(told, plan, random), plan.most_steps)
        descent = Descent(plan.learning_rate, steps, lambda step: _share(step, steps), _REPORTED)
        losses = descend(batches, self._loss, self.parameters, descent, say)
        self._dropout.eval()
        return losses

    def _loss(self, batch: Sequence[tuple[list[Pair], Example]]) -> torch.Tensor:
        # On processors that multiply so it takes two thirds of the time.
        with torch.autocast(self.device, torch.bfloat16):
            logits = self.logits([pair for pairs, _ in batch for pair in pairs]).float()
        losses, place = [], 0
        for pairs, one in batch:
            own = logits[place : place + len(pairs)]
            place += len(pairs)
            likely = torch.logsumexp(own[: one.right], 0) - torch.logsumexp(own, 0)
            losses.append(-one.weight * likely)
        return torch.stack(losses).sum() / sum(one.weight for _, one in batch)

    def hear(self, said: str, readings: Sequence[str]) -> list[float]:
        """Return the logit of each reading."""
        self._dropout.eval()
        pairs = self.pairs(said, readings)
        with torch.no_grad():
            found = [
                self.logits(pairs[start : start + _AT_ONCE])
                for start in range(0, len(pairs), _AT_ONCE)
            ]
        return [float(logit) for logits in found for logit in logits]

    def save(self, path: Path) -> None:
        """Write what was trained, in float16; the rest is the shipped reader's."""
        trained = {
            name.removeprefix(_ENCODER): tensor.half().cpu().contiguous()
            for name, tensor in self.network.state_dict().items()
            if name.startswith(_HEAD) or _layer_of(name) >= _KEPT
        }
        save_file(trained, path, {"format": "pt", **ON_SHIPPED})


def _through(layers: torch.nn.ModuleList, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    for layer in layers:
        given = layer(hidden, mask)
        hidden = given[0] if isinstance(given, tuple) else given
    return hidden


def _layer_of(name: str) -> int:
    """Return the number of the layer that a tensor belongs to; -1 for none."""
    _, found, rest = name.partition("encoder.layer.")
    return int(rest.split(".")[0]) if found else -1


def _share(step: int, steps: int) -> float:
    return min(1.0, (step + 1) / (_WARM_UP * steps)) * max(_LEAST, 1 - step / steps)


def _batches(
    told: Sequence[tuple[list[Pair], Example]], plan: Plan, random: Random
) -> Iterator[Sequence[tuple[list[Pair], Example]]]:
    """Yield examples of about one length together, in another order each epoch."""
    for _ in range(plan.epochs):
        near = sorted(
            told,
            key=lambda one: max(len(pair.ids) for pair in one[0]) + random.random() * _NEAR,
        )
        batches = [near[start : start + plan.batch] for start in range(0, len(near), plan.batch)]
        random.shuffle(batches)
        yield from batches
