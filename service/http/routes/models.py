"""GET /v1/models: the models that clients made for OpenAI's API can choose."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from service.completions.request import MODEL, MODELS
from service.errors import ModelUnknown
from service.http.exchange.statuses import family
from service.http.routes import PartsOf
from service.wiring import Parts

router = family("/v1/models", "openai", 401, 404, 422, 503)


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A model: it stands for the index, and for a mode of answering.

    created: when the index was built, in seconds since 1970.
    """

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


@dataclass(frozen=True, slots=True)
class ModelList:
    """All models."""

    object: Literal["list"]
    data: list[ModelCard]


@router.get("", summary="List the models, as OpenAI's API does")
def list_models(parts: PartsOf) -> ModelList:
    """List the models. Each stands for the index. `pincite` quotes it, or answers in whatever mode
    the settings name; where an LLM is set, there is one more for each mode.
    """
    return ModelList("list", [_model(name, parts) for name in _names(parts)])


@router.get("/{model_id:path}", summary="Read one model, as OpenAI's API does")
def read_model(model_id: str, parts: PartsOf) -> ModelCard:
    """Describe a model that the list has. Any other name is answered with 404."""
    if model_id not in _names(parts):
        raise ModelUnknown(
            f"there is no model of that name; those that there are: {', '.join(_names(parts))}"
        )
    return _model(model_id, parts)


def _names(parts: Parts) -> list[str]:
    return [*MODELS] if parts.worder else [MODEL]


def _model(name: str, parts: Parts) -> ModelCard:
    created = datetime.fromisoformat(parts.library.searcher().generation.manifest.created_at)
    return ModelCard(name, "model", int(created.timestamp()), "pincite")
