"""A cross-encoder as sentence-transformers loads it, in torch."""

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sentence_transformers import CrossEncoder

from index.encoder import ModelIdentity
from index.encoder.runtime import prepare
from index.errors import ModelError, ModelFailed
from index.records import Vectors

_DESCRIPTION = "config_sentence_transformers.json"
_BATCH = 8


class TorchCrossEncoder:
    """Scores pairs of texts with the model in `folder`.

    The scores are the model's raw output, whatever function its settings name to apply to it. Safe
    to use from any number of threads: they take turns. Raises ModelError for a model that is no
    cross-encoder, or has more than one score for a pair.
    """

    def __init__(self, folder: Path, identity: ModelIdentity, threads: int = 0) -> None:
        prepare(threads)
        self.identity = identity
        # A tokenizer that pads cannot be shared, and one call of torch takes all cores anyway.
        self._turn = threading.Lock()
        try:
            self._model = CrossEncoder(str(folder), device="cpu", local_files_only=True)
            reason = _unfit(self._model, folder)
        except Exception as error:  # whatever the libraries below raise, it is the model's fault
            raise _refused(folder, f"it cannot be loaded: {_first_line(error)}") from error
        if reason:
            raise _refused(folder, reason)
        # A model that loads but cannot score must fail here, and not at the first question.
        self.scores("Where do otters sleep?", ["Otters sleep in the kelp."])

    def scores(self, question: str, texts: Sequence[str]) -> Vectors:
        """Return one finite score a text: float32, shape (texts,).

        The model reads of each text what fits into its window. Raises ModelFailed.
        """
        pairs = [(question, text) for text in texts]
        try:
            with self._turn:
                outputs = self._model.predict(
                    pairs, batch_size=_BATCH, activation_fn=_as_it_is, show_progress_bar=False
                )
        except Exception as error:
            raise self._failed(_first_line(error)) from error
        if not np.isfinite(scores := np.asarray(outputs, np.float32)).all():
            raise self._failed("its scores are no numbers")
        return scores

    def _failed(self, reason: str) -> ModelFailed:
        return ModelFailed(
            f"the cross-encoder {self.identity.name} failed: {reason}; "
            "set another in PINCITE_CROSS_ENCODER, or none"
        )


def _unfit(model: CrossEncoder, folder: Path) -> str:
    """Return why this model cannot rank; an empty text if it can."""
    if model.num_labels != 1:
        return f"it has {model.num_labels} scores for a pair, and one is needed"
    # The library puts a random head on any transformer that lacks one.
    if not (_was_saved_as_one(folder) or _has_head(model)):
        return "it was not trained as a cross-encoder"
    return ""


def _was_saved_as_one(folder: Path) -> bool:
    path = folder / _DESCRIPTION
    return path.is_file() and json.loads(path.read_text("utf-8")).get("model_type") == (
        "CrossEncoder"
    )


def _has_head(model: CrossEncoder) -> bool:
    names = model.config.architectures or []
    return any(name.endswith("ForSequenceClassification") for name in names)


def _as_it_is(scores: Any) -> Any:
    """Return the scores unchanged, for a sigmoid would press high ones together."""
    return scores


def _refused(folder: Path, reason: str) -> ModelError:
    return ModelError(
        f"PINCITE_CROSS_ENCODER: the model in {folder} cannot be used: {reason}; set another "
        "cross-encoder with one score, or none"
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
