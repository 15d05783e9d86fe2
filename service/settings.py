"""The settings of Pincite: those of the index, and the service's own."""

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from index.settings import IndexSettings
from service.addresses.root_path import root_path as checked_root_path
from service.addresses.web_origin import web_origin


def _names(value: Any) -> Any:
    """Return the names in a text such as "a.example, b.example"; anything else unchanged."""
    if isinstance(value, str):
        return tuple(name.strip().lower() for name in value.split(",") if name.strip())
    return value


def _origins(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(web_origin, names))


class Settings(IndexSettings):
    """All settings. Each is read from the variable `PINCITE_` + its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="PINCITE_", extra="ignore", frozen=True)

    host: str = Field(
        default="127.0.0.1", min_length=1, description="Address that the server listens on."
    )
    port: int = Field(default=8000, ge=0, le=65535, description="Port that the server listens on.")
    # NoDecode, because pydantic-settings would expect a JSON list in the variable.
    allowed_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names)] = Field(
        default=("localhost", "127.0.0.1", "[::1]"),
        description="Host names by which clients may reach the server, without ports, separated by "
        "commas.",
    )
    root_path: Annotated[str, AfterValidator(checked_root_path)] = Field(
        default="",
        description="Path under which browsers reach the server, such as `/pincite`, whether or "
        "not the proxy in front takes it away. By default the path of `PINCITE_PUBLIC_URL`.",
    )
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^/?#\s]+(/[^?#\s]*)?)?$",
        description="URL by which browsers reach the server, if it differs from the one that API "
        "clients use. Links to quotes begin with it.",
    )
    allowed_origins: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(_names), AfterValidator(_origins)
    ] = Field(
        default=(),
        description="Origins of other sites whose pages may use the API and the widget, such as "
        "`https://site.example`, separated by commas.",
    )
    allow_anyone: bool = Field(
        default=False,
        description="Let anyone who can reach the server ask, from any machine, as long as there "
        "is no API key.",
    )
    reader: str = Field(
        default="pincite",
        min_length=1,
        description="Reader of the best passages: `pincite`, the one that is shipped; a folder "
        "with a `reader.safetensors` of your own; or `off`.",
    )
    reader_passages: int = Field(
        default=2, ge=1, le=8, description="Passages that it reads for a question (count, 1 to 8)."
    )
    reader_precision: Literal["float32", "int8"] = Field(
        default="int8",
        description="Number format of the reader: int8, or float32, which takes twice as long and "
        "answers no better.",
    )
    log_format: Literal["auto", "json", "text"] = Field(
        default="auto",
        description="Format of the log: `json`, `text`, or `auto`, which means text at a terminal "
        "and JSON elsewhere.",
    )
    log_questions: bool = Field(
        default=False, description="Write the text of questions to the log."
    )
    max_requests: int = Field(
        default=0,
        ge=0,
        le=1000,
        description="Number of API requests worked on at once; 0 means two for each core that the "
        "server may use.",
    )
    max_waiting: int = Field(
        default=120,
        ge=0,
        le=10_000,
        description="Number of API requests that may wait to be worked on; further ones are "
        "refused with 503.",
    )
    shutdown_delay_s: float = Field(
        default=1.0,
        ge=0.0,
        le=3600.0,
        description="Seconds after SIGTERM in which the server still takes requests, while "
        "`/readyz` already answers 503.",
    )
    shutdown_timeout_s: int = Field(
        default=8,
        ge=0,
        le=3600,
        description="Seconds that the requests under way then have to finish.",
    )
    max_upload_mib: int = Field(
        default=1024,
        ge=1,
        le=65_536,
        description="Size of one upload of files over HTTP, all of them together (MiB).",
    )
    max_upload_file_mib: int = Field(
        default=256,
        ge=1,
        le=256,  # index/documents/contents.py reads no larger file
        description="Size of each file in such an upload (MiB, 1 to 256).",
    )
    max_upload_files: int = Field(
        default=100, ge=1, le=10_000, description="Number of files in such an upload."
    )
    max_conversations: int = Field(
        default=1000,
        ge=1,
        le=1_000_000,
        description="Number of conversations kept for each API key; the one unused for longest is "
        "deleted to make room.",
    )
    min_confidence: float = Field(
        default=0.25,  # service/answering/fitted.json
        ge=0.0,
        le=1.0,
        description="Lowest confidence (0 to 1) at which an answer is given; below it, Pincite "
        "says that the documents do not say.",
    )

    @field_validator("public_url")
    @classmethod
    def _agrees(cls, url: str, info: ValidationInfo) -> str:
        """Check that the public URL, the root path and Pincite's own addresses do not conflict."""
        path, root = urlsplit(url).path.rstrip("/"), info.data.get("root_path", "")
        if url and root and path != root:
            raise ValueError(
                f"it must end with the path that PINCITE_ROOT_PATH names: {root}; or leave out "
                "PINCITE_ROOT_PATH, which is then the path of this URL"
            )
        checked_root_path(path)
        return url

    @property
    def root(self) -> str:
        """The path under which browsers reach the server, without a slash at its end; "" for /."""
        return self.root_path or urlsplit(self.public_url).path.rstrip("/")
