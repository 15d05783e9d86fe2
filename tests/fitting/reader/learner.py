"""The reader's network while it learns: on padded batches, with one more head, and its losses."""

from pathlib import Path
from typing import NamedTuple

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch.nn import functional
from transformers import PreTrainedModel

from service.reading.network import ReaderNetwork, load_network
from tests.fitting.reader.batches import Batch

_EMBEDDINGS, _ENCODER = "transformer.embeddings.", "transformer.encoder."
_ANSWERED = "answered."
_ANSWERING_COUNTS = 2.0  # times a sentence that does not answer: few do
_ANSWERED_COUNTS = 0.5  # times the other losses
_SENTENCES_COUNT = 2.0  # in a drift, times the spans
_SQUARES_COUNT = 0.05  # times the divergence, which says little of what is sure already
_SURE = 12.0  # a logit: beyond it, another one makes no difference
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

    @classmethod
    def of_reader(cls, encoder_folder: Path, weights: Path) -> "Learner":
        """Return the network of a reader that `save` wrote. Raises ValueError for other weights."""
        reader = load_network(encoder_folder, weights)
        learner = cls(reader.transformer)
        learner.reader = reader
        head = {
            name.removeprefix(_ANSWERED): tensor.float()
            for name, tensor in load_file(weights).items()
            if name.startswith(_ANSWERED)
        }
        learner.answered.load_state_dict(head)
        return learner

    def freeze(self, layers: int) -> None:
        """Keep the first layers as they are."""
        for layer in self.reader.transformer.encoder.layer[:layers]:
            layer.requires_grad_(False)

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
        trained = {**self.reader.state_dict(), **self.answered.state_dict(prefix=_ANSWERED)}
        weights = {
            name.removeprefix(_ENCODER): tensor.half().cpu().contiguous()
            for name, tensor in trained.items()
            if not name.startswith(_EMBEDDINGS)
        }
        save_file(weights, path, {"format": "pt"})


def mix(before: Path, after: Path, share: float, out: Path) -> None:
    """Write the weights that lie `share` (0 to 1) of the way from those of `before` to `after`.

    So what was learned last costs little of what was learned before (WiSE-FT; Wortsman et al., CVPR
    2022, arXiv 2109.01903). All three are files of a reader, or of a listener. Raises ValueError if
    the two differ in more than numbers.
    """
    first, last = load_file(before), load_file(after)
    with safe_open(after, "pt") as file:
        told = file.metadata()
    if {name: t.shape for name, t in first.items()} != {name: t.shape for name, t in last.items()}:
        raise ValueError(f"{after} was not trained on from {before}")
    weights = {
        name: (first[name].float() * (1 - share) + last[name].float() * share).half()
        for name in first
    }
    save_file(weights, out, told)


def loss_of(logits: Logits, batch: Batch) -> torch.Tensor:
    """Return the loss of a batch, a scalar: spans, sentences and, less, whether it answers."""
    answered = functional.binary_cross_entropy_with_logits(
        logits.answered, batch.answers.amax(dim=1), reduction="none"
    )
    each = (
        _span_losses(logits, batch)
        + _sentence_losses(logits.sentences, batch)
        + _ANSWERED_COUNTS * answered
    )
    return (each * batch.weights).sum() / batch.weights.sum()


def possible_in(batch: Batch) -> torch.Tensor:
    """Return where a short answer may begin or end: bool, shape (rows, tokens).

    That is at the tokens of the passage, and at `[CLS]`, which stands for no answer.
    """
    possible = (batch.types == 1) & (batch.mask == 1)
    possible[:, 0] = True
    return possible


def _span_losses(logits: Logits, batch: Batch) -> torch.Tensor:
    """Return the cross-entropy of the first and the last token, their mean: shape (rows,).

    Where it is unknown how much of a sentence is the short answer, any of its tokens is right.
    """
    possible = possible_in(batch)
    answering = (batch.pool * batch.answers[:, :, None]).amax(dim=1) > 0
    unknown = batch.short[:, :1] < 0
    losses = []
    for place, side in enumerate((logits.start, logits.end)):
        shares = torch.log_softmax(side.masked_fill(~possible, _IMPOSSIBLE), dim=1)
        told = functional.one_hot(batch.short[:, place].clamp(min=0), shares.shape[1]).bool()
        right = torch.where(unknown, answering, told)
        losses.append(-torch.logsumexp(shares.masked_fill(~right, _IMPOSSIBLE), dim=1))
    return (losses[0] + losses[1]) / 2


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


def drift_of(logits: Logits, before: Logits, batch: Batch) -> torch.Tensor:
    """Return how far the logits of a batch are from those before, a scalar; 0 where they agree.

    Learning of new questions alone, a network forgets what it knew. So it also sees questions of
    which it shall say what it said before, whatever is right ("Learning without Forgetting"; Li and
    Hoiem, ECCV 2016, arXiv 1606.09282). The drift is the divergence (Kullback and Leibler) of the
    shares of all places of a short answer, and of the chance that each sentence answers, with the
    square of what its logits differ by.
    """
    sentences = _sentence_drift(logits.sentences, before.sentences)
    real = batch.real.sum(dim=1).clamp(min=1)
    each = _SENTENCES_COUNT * (sentences * batch.real).sum(dim=1) / real
    possible = possible_in(batch)
    for side, side_before in ((logits.start, before.start), (logits.end, before.end)):
        each = each + _divergence(side, side_before, possible) / 2
    return (each * batch.weights).sum() / batch.weights.sum()


def _sentence_drift(logits: torch.Tensor, before: torch.Tensor) -> torch.Tensor:
    chances = torch.sigmoid(before)
    crossed, own = (
        functional.binary_cross_entropy_with_logits(one, chances, reduction="none")
        for one in (logits, before)
    )
    apart = logits.clamp(-_SURE, _SURE) - before.clamp(-_SURE, _SURE)
    return crossed - own + _SQUARES_COUNT * apart**2


def _divergence(logits: torch.Tensor, before: torch.Tensor, possible: torch.Tensor) -> torch.Tensor:
    shares, shares_before = (
        torch.log_softmax(one.masked_fill(~possible, _IMPOSSIBLE), dim=1)
        for one in (logits, before)
    )
    return (shares_before.exp() * (shares_before - shares)).sum(dim=1)
