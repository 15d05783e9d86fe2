"""All settings of Pincite: those of the index, and the service's own."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_settings import NoDecode, SettingsConfigDict

from index.settings import IndexSettings


def _names(value: Any) -> Any:
    """A setting in the environment is one text; its names are apart by commas."""
    if isinstance(value, str):
        return tuple(name.strip().lower() for name in value.split(",") if name.strip())
    return value


class Settings(IndexSettings):
    """The one table of settings. Each field is `PINCITE_` + its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="PINCITE_", extra="ignore", frozen=True)

    host: str = Field(
        default="127.0.0.1", min_length=1, description="Address that the server listens on."
    )
    port: int = Field(default=8000, ge=0, le=65535, description="Port that it listens on.")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names)] = Field(
        default=("localhost", "127.0.0.1", "[::1]"),
        description="Names by which browsers may reach it, without port, apart by commas.",
    )
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^/?#\s]+(/[^?#\s]*)?)?$",
        description="Address by which browsers reach it, where that is not the one that a client "
        "names: links to quotes begin with it.",
    )
    allow_anyone: bool = Field(
        default=False,
        description="While there is no API key, let in whoever reaches the server, from any "
        "machine.",
    )
    log_format: Literal["auto", "json", "text"] = Field(
        default="auto",
        description="Form of the log: `json`, `text`, or `auto`: text at a terminal, else JSON.",
    )
    log_questions: bool = Field(
        default=False, description="Write the text of questions into the log."
    )
    max_requests: int = Field(
        default=0,
        ge=0,
        le=1000,
        description="API requests that are worked on at once (count); 0 takes two for each core "
        "it may use.",
    )
    max_waiting: int = Field(
        default=120,
        ge=0,
        le=10_000,
        description="API requests that may wait for that (count); those beyond are refused with "
        "503.",
    )
    shutdown_delay_s: float = Field(
        default=1.0,
        ge=0.0,
        le=3600.0,
        description="Seconds for which the server goes on after SIGTERM while `/readyz` says that "
        "it ends.",
    )
    shutdown_timeout_s: int = Field(
        default=8,
        ge=0,
        le=3600,
        description="Seconds that requests under way then have to finish.",
    )
    max_conversations: int = Field(
        default=1000,
        ge=1,
        le=1_000_000,
        description="Conversations kept for each API key (count); beyond, the one that rested "
        "longest goes.",
    )
    min_confidence: float = Field(
        default=0.25,  # service/answering/fitted.json
        ge=0.0,
        le=1.0,
        description="Least confidence (0 to 1) of an answer; below it the documents do not say.",
    )
