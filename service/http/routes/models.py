"""GET /v1/models: the one model that clients made for OpenAI's API can choose."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fastapi import APIRouter

from service.completions.request import MODEL
from service.errors import ModelUnknown
from service.http.exchange.statuses import failures
from service.http.routes import PartsOf

router = APIRouter(prefix="/v1/models", tags=["openai"], responses=failures(401, 404, 422, 503))


@dataclass(frozen=True, slots=True)
class ModelCard:
    """The one model: it stands for the index.

    created: when the index was built, in seconds since 1970.
    """

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


@dataclass(frozen=True, slots=True)
class ModelList:
    """The list that holds the one model."""

    object: Literal["list"]
    data: list[ModelCard]


@router.get("", summary="List the models, as OpenAI's API does")
def list_models(parts: PartsOf) -> ModelList:
    """List the one model. It stands for the index; there is no language model behind it."""
    return ModelList("list", [_model(parts)])


@router.get("/{model_id:path}", summary="Read one model, as OpenAI's API does")
def read_model(model_id: str, parts: PartsOf) -> ModelCard:
    """Describe the one model. Any other name is answered with 404."""
    if model_id != MODEL:
        raise ModelUnknown(f"there is no model of that name; the only one is {MODEL}")
    return _model(parts)


def _model(parts: PartsOf) -> ModelCard:
    created = datetime.fromisoformat(parts.library.searcher().generation.manifest.created_at)
    return ModelCard(MODEL, "model", int(created.timestamp()), "pincite")
