"""The reader's network while it learns: on padded batches, with one more head, and its losses."""

from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import save_file
from torch.nn import functional
from transformers import PreTrainedModel

from service.reading.network import ReaderNetwork
from tests.fitting.reader.batches import Batch

_EMBEDDINGS, _ENCODER = "transformer.embeddings.", "transformer.encoder."
_ANSWERING_COUNTS = 2.0  # times a sentence that does not answer: few do
_ANSWERED_COUNTS = 0.5  # times the other losses
_IMPOSSIBLE = -1e4  # a logit that also bfloat16 can hold


class Logits(NamedTuple):
    """What the network says of a batch, float32.

    start, end: of each token, shape (rows, tokens). sentences: that it answers, shape (rows,
    sentences). answered: that the passage answers, shape (rows,).
    """

    start: torch.Tensor
    end: torch.Tensor
    sentences: torch.Tensor
    answered: torch.Tensor


class Learner(torch.nn.Module):  # type: ignore[misc]  # torch is not followed
    """A ReaderNetwork that reads batches, and a head for whether the passage answers at all.

    That head is a task beside the others: it is trained, and its weights are written, but nothing
    reads them. The embeddings stay those of the encoder.
    """

    def __init__(self, transformer: PreTrainedModel) -> None:
        super().__init__()
        width = transformer.config.hidden_size
        self.reader = ReaderNetwork(transformer)
        self.answered = torch.nn.Sequential(
            torch.nn.Linear(width, width),
            torch.nn.Tanh(),
            torch.nn.Dropout(0.1),
            torch.nn.Linear(width, 1),
        )
        transformer.embeddings.requires_grad_(False)

    def forward(self, batch: Batch) -> Logits:
        """Read a batch, which is on the network's device."""
        hidden = self.reader.transformer(
            input_ids=batch.ids, token_type_ids=batch.types, attention_mask=batch.mask
        ).last_hidden_state
        whole = hidden[:, 0]
        sentences = torch.bmm(batch.pool.to(hidden.dtype), hidden)
        joined = torch.cat([sentences, whole[:, None].expand_as(sentences)], dim=-1)
        start, end = self.reader.span(hidden).float().unbind(-1)
        answers = self.reader.sentence(joined)[..., 0].float()
        return Logits(start, end, answers, self.answered(whole)[:, 0].float())

    def save(self, path: Path) -> None:
        """Write the weights in float16, without the embeddings, under the names of a reader."""
        trained = {**self.reader.state_dict(), **self.answered.state_dict(prefix="answered.")}
        weights = {
            name.removeprefix(_ENCODER): tensor.half().cpu().contiguous()
            for name, tensor in trained.items()
            if not name.startswith(_EMBEDDINGS)
        }
        save_file(weights, path, {"format": "pt"})


def loss_of(logits: Logits, batch: Batch) -> torch.Tensor:
    """Return the loss of a batch, a scalar: spans, sentences and, less, whether it answers."""
    answered = functional.binary_cross_entropy_with_logits(
        logits.answered, batch.answers.amax(dim=1), reduction="none"
    )
    ones = torch.ones_like(batch.weights)
    return (
        _mean(_span_losses(logits, batch), batch.weights, (batch.short[:, 0] >= 0).float())
        + _mean(_sentence_losses(logits.sentences, batch), batch.weights, ones)
        + _ANSWERED_COUNTS * _mean(answered, batch.weights, ones)
    )


def _mean(losses: torch.Tensor, weights: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    """Return the weighted mean of the rows' losses, over the rows where `known` is 1."""
    counts = weights * known
    return (losses * counts).sum() / counts.sum().clamp(min=1)


def _span_losses(logits: Logits, batch: Batch) -> torch.Tensor:
    """Return the cross-entropy of the first and the last token, their mean: shape (rows,).

    Possible are the tokens of the passage and `[CLS]`, which stands for no answer.
    """
    possible = (batch.types == 1) & (batch.mask == 1)
    possible[:, 0] = True
    right = batch.short.clamp(min=0)
    first, last = (
        functional.cross_entropy(
            side.masked_fill(~possible, _IMPOSSIBLE), right[:, place], reduction="none"
        )
        for place, side in enumerate((logits.start, logits.end))
    )
    return (first + last) / 2


def _sentence_losses(sentences: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Return the losses of each row's sentences: shape (rows,).

    Each sentence for itself, so that logits of different passages can be compared; and, where some
    answer, all beside each other, so that the best of a passage is one of these.
    """
    each = functional.binary_cross_entropy_with_logits(
        sentences,
        batch.answers,
        reduction="none",
        pos_weight=torch.tensor(_ANSWERING_COUNTS, device=sentences.device),
    )
    alone = (each * batch.real).sum(dim=1) / batch.real.sum(dim=1).clamp(min=1)
    shares = torch.log_softmax(sentences.masked_fill(~batch.real, _IMPOSSIBLE), dim=1)
    answering = batch.answers > 0
    picked = -torch.logsumexp(shares.masked_fill(~answering, _IMPOSSIBLE), dim=1)
    return alone + picked * answering.any(dim=1)
