"""`PINCITE_STORE` -> where Milvus is, and the name of the index in it."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import UsageError

_SCHEMES = {"milvus+http": "http", "milvus+https": "https"}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_LITE_NAME = "pincite"
_PORT = 19530
_HOW = (
    "PINCITE_STORE must be milvus+http://HOST:19530/NAME, milvus+https://HOST:19530/NAME, or the "
    "path of a milvus-lite file that ends in .db"
)


@dataclass(frozen=True, slots=True)
class MilvusAddress:
    """Where an index is. uri: of Milvus, or the path of a file. name: what its collections begin
    with: letters, digits and `_`.
    """

    uri: str
    name: str

    @classmethod
    def parse(cls, store: str) -> "MilvusAddress":
        """Read the setting. Raises UsageError, which says what it must be."""
        if "://" not in store:
            if not store.endswith(".db"):
                raise UsageError(f"{_HOW}; it is {store}")
            return cls(str(Path(store).absolute()), _LITE_NAME)
        try:
            parts = urlsplit(store)
            scheme, host, port = _SCHEMES.get(parts.scheme), parts.hostname, parts.port or _PORT
        except ValueError as error:
            raise UsageError(f"{_HOW}; {error}") from error
        name = parts.path.strip("/")
        if not scheme or not host or parts.username or not _NAME.fullmatch(name):
            raise UsageError(_HOW)
        host = f"[{host}]" if ":" in host else host
        return cls(f"{scheme}://{host}:{port}", name)

    @property
    def is_remote(self) -> bool:
        """Whether Milvus is asked over the network, rather than a milvus-lite file."""
        return "://" in self.uri

    def __str__(self) -> str:
        return f"{self.uri}/{self.name}" if self.is_remote else self.uri
