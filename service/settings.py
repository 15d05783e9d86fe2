"""All settings of Pincite: those of the index, and the service's own."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from index.config import IndexSettings


class Settings(IndexSettings):
    """The one table of settings. Each field is `PINCITE_` + its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="PINCITE_", extra="ignore", frozen=True)

    host: str = Field(
        default="127.0.0.1", min_length=1, description="Address that the server listens on."
    )
    port: int = Field(default=8000, ge=0, le=65535, description="Port that it listens on.")
    allowed_hosts: list[str] = Field(
        default=["localhost", "127.0.0.1", "[::1]"],
        description="Names by which browsers may reach it (JSON list, without port).",
    )
    min_confidence: float = Field(
        default=0.5,
        ge=0.0,
        le=1.0,
        description="Least confidence (0 to 1) of an answer; below it the documents do not say.",
    )
