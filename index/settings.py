"""The settings of the index: one table, read from `PINCITE_*` variables and from flags."""

from pathlib import Path
from typing import Any, Literal, Self

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import UsageError

DEFAULT_MODEL = "all-MiniLM-L6-v2"


class IndexSettings(BaseSettings):
    """Where the index lives and what encodes it. Each field is `PINCITE_` + its name."""

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
        description="Numbers that the model calculates with: float32, or int8, which is faster and "
        "a little less exact.",
    )
    cross_encoder: str = Field(
        default="",
        description="Name or folder of a sentence-transformers cross-encoder that judges the best "
        "passages.",
    )
    cross_encoder_passages: int = Field(
        default=8,
        ge=2,
        le=20,  # index/search.py looks at the texts of as many
        description="How many of them it judges (count, 2 to 20).",
    )
    threads: int = Field(
        default=0,
        ge=0,
        le=256,
        description="Threads of the models (count); 0 takes one for each core it may use.",
    )

    @classmethod
    def load(cls, **flags: Any) -> Self:
        """Read the environment, then let the given flags win (None: flag not given).

        Raises UsageError that names the setting and what is wrong with it.
        """
        try:
            return cls(**{name: value for name, value in flags.items() if value is not None})
        except ValidationError as error:
            first = error.errors()[0]
            name = "PINCITE_" + "_".join(str(part) for part in first["loc"]).upper()
            raise UsageError(f"{name}: {first['msg']}") from error
