"""Lets a cross-encoder that the user has reorder the best few passages.

It reads question and passage together, which tells more than two vectors do and takes far longer
(Nogueira & Cho, "Passage Re-ranking with BERT", arXiv 1901.04085).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from index.encoder import ModelIdentity
from index.encoder.model_files import folder_of, sha256_of_weights
from index.ranking.hits import PassageHit
from index.ranking.logistic import Signals
from index.records import Vectors
from index.settings import IndexSettings

# How far the fitted logits of a question's eight best passages spread: a standard deviation of 1.3
# on squad-fit, 1.6 on clapnq-fit and on selqa-fit (`python -m tests.fitting` prints it).
_SPREAD = 1.5


class CrossEncoder(Protocol):
    """Scores how well texts answer a question, on a scale of its own: the higher, the better."""

    @property
    def identity(self) -> ModelIdentity: ...

    def scores(self, question: str, texts: Sequence[str]) -> Vectors:
        """Return one finite score a text: float32, shape (texts,). Raises ModelFailed."""
        ...


class BestFew:
    """A Reranker: a cross-encoder scores the `most` best passages, and no others.

    Its scale is unknown, and no weight was fitted for it. So its scores are standardised among
    these passages and added to their logits, spread as far as the fitted logits usually are: where
    these are undecided, the model decides. This only compares the passages with each other. It does
    not tell whether any of them answers.
    """

    def __init__(self, model: CrossEncoder, most: int) -> None:
        self._model, self._most = model, most
        self.identity = model.identity

    def rerank(self, question: str, hits: Sequence[PassageHit]) -> tuple[PassageHit, ...]:
        judged, others = hits[: self._most], hits[self._most :]
        if len(judged) < 2:  # there is no order to find
            return tuple(hits)
        shifts = (_SPREAD * self._standardised(question, judged)).tolist()
        shifted = [
            replace(hit, rerank_shift=shift) for hit, shift in zip(judged, shifts, strict=True)
        ]
        return tuple(sorted([*shifted, *others], key=lambda hit: -hit.final_logit))

    def _standardised(self, question: str, hits: Sequence[PassageHit]) -> Signals:
        """Return the model's scores with mean 0 and spread 1; all 0 where it tells no difference.

        float64, shape (hits,).
        """
        scores = self._model.scores(question, [_text(hit) for hit in hits]).astype(np.float64)
        spread = float(scores.std())
        return (scores - scores.mean()) / spread if spread else np.zeros(len(scores))


def _text(hit: PassageHit) -> str:
    """Return the passage under its document's title, as such models are evaluated in BEIR."""
    title, text = hit.stored.document.title, hit.stored.text
    return text if text.startswith(title) else f"{title}\n{text}"


def load_reranker(settings: IndexSettings, say: Callable[[str], None]) -> BestFew | None:
    """Return the reranker that `settings` name, if any.

    say: is told what it costs. Raises ModelError for a model that is not on this machine, or
    cannot rank.
    """
    name, most = settings.cross_encoder, settings.cross_encoder_passages
    if not name:
        return None
    folder = folder_of("PINCITE_CROSS_ENCODER", name)
    identity = ModelIdentity(name, sha256_of_weights(folder))
    say(f"Loading the cross-encoder {name}, which judges the {most} best passages, in torch ...")
    # Imported where it is used: torch takes seconds and hundreds of megabytes.
    from index.encoder.cross import TorchCrossEncoder

    return BestFew(TorchCrossEncoder(folder, identity, settings.threads), most)
