"""Settings -> the objects that answer. The only file that names concrete classes together."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from index.encoder import Encoder, ModelIdentity
from index.encoder.model import Say, load_encoder
from index.errors import ModelError
from index.generations import Generations
from index.rerank import load_reranker
from service.answering.answerer import Answerer
from service.library import Library
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """What the routes and commands work with."""

    settings: Settings
    library: Library
    answerer: Answerer


def wire(settings: Settings, say: Say) -> Parts:
    """Put the parts together. Encoders and indexes are loaded by the first question that needs
    them: another generation, made with another model, may be published while the server runs.

    A cross-encoder is loaded here. Raises ModelError if that cannot be used.
    """
    reranker = load_reranker(settings, say)
    library = Library(Generations(settings.data_dir), _encoders(settings, say), reranker)
    return Parts(settings, library, Answerer(library.searcher, settings.min_confidence))


def _encoders(settings: Settings, say: Say) -> Callable[[ModelIdentity], Encoder]:
    """Gives the encoder of a generation's model, whatever model the settings name for the next."""

    @functools.lru_cache(maxsize=2)
    def encoder_for(model: ModelIdentity) -> Encoder:
        encoder = load_encoder(settings.model_copy(update={"model": model.name}), say)
        if encoder.identity.sha256 != model.sha256:
            raise ModelError(
                f"the model {model.name} is no longer the one that the index was made with; "
                "put it back, or run: pincite index"
            )
        return encoder

    return encoder_for
