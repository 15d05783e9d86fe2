"""The settings of the index, read from `PINCITE_*` variables and from flags."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import platformdirs
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import UsageError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_PLACE = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_.-]+)*")
_DOTS = {".", ".."}
_MOST_OF_A_PLACE = 300  # characters


def _object_place(place: str) -> str:
    """Return a place in object storage without a slash at its end; "" for none."""
    place = place.rstrip("/")
    parts = set(place.split("/"))
    if place and (
        not _PLACE.fullmatch(place) or len(place) > _MOST_OF_A_PLACE or not parts.isdisjoint(_DOTS)
    ):
        raise ValueError(
            "it must be s3://bucket/prefix, with letters, digits, dots, hyphens and underscores in "
            "the prefix; keys for it go into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        )
    return place


class IndexSettings(BaseSettings):
    """Where the index is and what encodes it. Each field is read from `PINCITE_` and its name."""

    model_config = SettingsConfigDict(env_prefix="PINCITE_", extra="ignore", frozen=True)

    data_dir: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("pincite"),
        description="Folder of the index.",
    )
    cache_dir: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("pincite"),
        description="Folder of the exported model and of evaluations; may be deleted at any time.",
    )
    model: str = Field(
        default=DEFAULT_MODEL,
        min_length=1,
        description="Name or folder of the sentence-transformers model.",
    )
    precision: Literal["float32", "int8"] = Field(
        default="float32",
        description="Number format of the model: float32, or int8, which is faster and slightly "
        "less exact.",
    )
    cross_encoder: str = Field(
        default="",
        description="Name or folder of a sentence-transformers cross-encoder that judges the best "
        "passages.",
    )
    cross_encoder_passages: int = Field(
        default=8,
        ge=2,
        le=20,  # a search reads the texts of so many (index/search.py)
        description="Passages that the cross-encoder judges (count, 2 to 20).",
    )
    threads: int = Field(
        default=0,
        ge=0,
        le=256,
        description="Threads of the models (count); 0 uses one per available core.",
    )

    store: str = Field(
        default="",
        description="Where the index is kept: by default in the data folder; in Milvus at "
        "milvus+http://HOST:19530/NAME or milvus+https://HOST:19530/NAME; or in a milvus-lite "
        "file, by its path, which ends in .db.",
    )
    store_token: SecretStr | None = Field(
        default=None,
        description="Token of Milvus: USER:PASSWORD or an API key.",
    )
    store_index: Literal["FLAT", "HNSW", "HNSW_SQ", "IVF_SQ8", "DISKANN"] = Field(
        default="FLAT",
        description="How Milvus indexes vectors: FLAT compares all; HNSW keeps a graph in memory; "
        "HNSW_SQ and IVF_SQ8 keep 8 bits a number; DISKANN keeps them on disk.",
    )

    uploads: Annotated[str, AfterValidator(_object_place)] = Field(
        default="",
        description="Where files that are added are kept: by default in the data folder; in object "
        "storage at s3://bucket/prefix, which several servers may share.",
    )

    ray_gpus: float = Field(
        default=0.0,
        ge=0,
        le=8,
        description="GPUs that each process of `pincite index --ray` takes to encode (count; 0.5 "
        "lets two share one); 0 encodes on processors.",
    )

    @classmethod
    def load(cls, **flags: Any) -> Self:
        """Read the environment; a flag that is not None wins over it.

        Raises UsageError, which names the setting and what is wrong with it.
        """
        try:
            return cls(**{name: value for name, value in flags.items() if value is not None})
        except ValidationError as error:
            first = error.errors()[0]
            name = "PINCITE_" + "_".join(str(part) for part in first["loc"]).upper()
            reason = first["msg"].removeprefix("Value error, ")
            raise UsageError(f"{name}: {reason}") from error
