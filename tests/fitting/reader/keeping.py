"""How far a network is from what it said before it learned something new.

Learning of new questions alone, a network forgets what it knew. So it also sees questions of which
it shall say what it said before, whatever is right ("Learning without Forgetting"; Li and Hoiem,
ECCV 2016, arXiv 1606.09282).
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise, repeat
from typing import TypeVar

import torch
from torch.nn import functional

from tests.fitting.reader.batches import Batch
from tests.fitting.reader.learner import Logits, possible_in

_SENTENCES_COUNT = 2.0  # times the spans
_SQUARES_COUNT = 0.05  # times the divergence, which says little of what is sure already
_SURE = 12.0  # a logit: beyond it, another one makes no difference
_IMPOSSIBLE = -1e4

Item = TypeVar("Item")


def drift_of(logits: Logits, before: Logits, batch: Batch) -> torch.Tensor:
    """Return how far the logits of a batch are from those before, a scalar; 0 where they agree.

    That is the divergence (Kullback and Leibler) of the shares of all places of a short answer, and
    of the chance that each sentence answers, with the square of what its logits differ by.
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


def spread(items: Sequence[Item], places: int) -> list[Sequence[Item]]:
    """Return the items in so many runs, in order, each about as long as the others."""
    ends = accumulate(repeat(len(items) / places, places), initial=0.0)
    return [items[round(start) : round(end)] for start, end in pairwise(ends)]
