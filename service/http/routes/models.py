"""GET /v1/models: the one that clients that are made for OpenAI may choose."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fastapi import APIRouter

from service.completions.request import MODEL
from service.errors import ModelUnknown
from service.http.routes import PartsOf

router = APIRouter(prefix="/v1/models", tags=["openai"])


@dataclass(frozen=True, slots=True)
class ModelCard:
    """The one model there is: the index. created: when that was made, in seconds since 1970."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


@dataclass(frozen=True, slots=True)
class ModelList:
    object: Literal["list"]
    data: list[ModelCard]


@router.get("", summary="List the models, as OpenAI's API does")
def list_models(parts: PartsOf) -> ModelList:
    """There is one. It stands for the index, and not for a language model."""
    return ModelList("list", [_model(parts)])


@router.get("/{model_id:path}", summary="Read one model, as OpenAI's API does")
def read_model(model_id: str, parts: PartsOf) -> ModelCard:
    """404 for all but the one there is."""
    if model_id != MODEL:
        raise ModelUnknown(f"there is no model of that name here; the only one is {MODEL}")
    return _model(parts)


def _model(parts: PartsOf) -> ModelCard:
    made = parts.library.searcher().generation.manifest.created_at
    return ModelCard(MODEL, "model", int(datetime.fromisoformat(made).timestamp()), "pincite")
