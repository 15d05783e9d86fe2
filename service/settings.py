"""The settings of Pincite: those of the index, and the service's own."""

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import NoDecode, SettingsConfigDict

from index.settings import IndexSettings
from service.addresses.database_url import database_url as checked_database_url
from service.addresses.llm_server import llm_server_url
from service.addresses.networks import networks as checked_networks
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

    model_config = SettingsConfigDict(
        env_prefix="PINCITE_",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,  # a key that is wrong is a key all the same
    )

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
    trusted_proxies: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(_names), AfterValidator(checked_networks)
    ] = Field(
        default=(),
        description="Addresses or networks of proxies in front, such as `10.0.0.0/8`, separated by "
        "commas. Their `X-Forwarded-For` tells callers apart, for waiting in turns.",
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
    database_url: Annotated[SecretStr | None, AfterValidator(checked_database_url)] = Field(
        default=None,
        description="URL of the PostgreSQL database for keys, conversations and the LLM's tokens, "
        "which several servers may share. Without it they lie in `DATA_DIR/service.sqlite`.",
    )
    database_connections: int = Field(
        default=8,
        ge=1,
        le=100,
        description="Connections that this server opens to PostgreSQL at most (count, 1 to 100).",
    )
    min_confidence: float = Field(
        default=0.25,  # service/answering/fitted.json
        ge=0.0,
        le=1.0,
        description="Lowest confidence (0 to 1) at which an answer is given; below it, Pincite "
        "says that the documents do not say.",
    )
    llm_base_url: Annotated[str, AfterValidator(llm_server_url)] = Field(
        default="",
        description="URL of an OpenAI-compatible server whose LLM words answers, such as "
        "`http://127.0.0.1:11434/v1`. Without it nothing is sent to any LLM.",
    )
    llm_model: str = Field(
        default="",
        max_length=200,
        validate_default=True,
        description="Name of the LLM, as that server knows it.",
    )
    llm_api_key: SecretStr | None = Field(
        default=None, description="API key for that server, if it needs one."
    )
    llm_mode: Literal["quoted", "worded"] = Field(
        default="quoted",
        description="How questions are answered that name no mode: `quoted`, or `worded` by the "
        "LLM.",
    )
    llm_timeout_s: float = Field(
        default=30.0,
        ge=1.0,
        le=600.0,
        description="Seconds that the LLM has for the whole of an answer, with the wait for it; "
        "then the quoted answer comes.",
    )
    llm_max_tokens: int = Field(
        default=800,
        ge=16,
        le=8000,
        description="Tokens that the LLM may write for an answer (count, 16 to 8000).",
    )
    llm_tokens_per_day: int = Field(
        default=1_000_000,
        ge=1,
        description="Tokens that are sent to the LLM and received from it in a day (UTC) in all; "
        "then answers are quoted until the next.",
    )
    llm_requests: int = Field(
        default=2,
        ge=1,
        le=64,
        description="Number of answers that the LLM words at once (count, 1 to 64); others wait.",
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

    @field_validator("llm_model")
    @classmethod
    def _has_its_server(cls, model: str, info: ValidationInfo) -> str:
        """Check that the LLM's server and its name are both set, or neither."""
        if "llm_base_url" in info.data and bool(model) != bool(info.data["llm_base_url"]):
            raise ValueError(
                "PINCITE_LLM_BASE_URL must be set too: the URL of the server that runs this LLM"
                if model
                else "it must name the LLM that the server at PINCITE_LLM_BASE_URL is to use"
            )
        return model

    @field_validator("llm_api_key")
    @classmethod
    def _fits_a_header(cls, key: SecretStr | None) -> SecretStr | None:
        """Return the key without white space around it; None where nothing is left."""
        text = key.get_secret_value().strip() if key else ""
        if not (text.isascii() and text.isprintable()):
            raise ValueError("it has characters that no API key has")
        return SecretStr(text) if text else None

    @field_validator("llm_mode")
    @classmethod
    def _has_its_llm(cls, mode: str, info: ValidationInfo) -> str:
        """Check that there is an LLM where answers are to be worded."""
        if mode == "worded" and info.data.get("llm_base_url") == "":
            raise ValueError(
                "answers can be worded only where PINCITE_LLM_BASE_URL and PINCITE_LLM_MODEL are "
                "set"
            )
        return mode

    @property
    def root(self) -> str:
        """The path under which browsers reach the server, without a slash at its end; "" for /."""
        return self.root_path or urlsplit(self.public_url).path.rstrip("/")
