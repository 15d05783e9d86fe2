"""What is passed over by its name alone: hidden files and folders, and the litter of tools."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

_NO_NAMES = (".", "..")  # steps of a path that stay or go up


def reason_against(steps: Sequence[str], is_folder: bool = False) -> str:
    """Return "hidden" or "litter" for what is passed over, and "" for all else.

    steps: the names on the way to it and its own, from where the way begins. is_folder: whether it
    is a folder, as all before it are.
    """
    if any(step.startswith(".") and step not in _NO_NAMES for step in steps):
        return "hidden"
    folders, names = (steps, ()) if is_folder else (steps[:-1], steps[-1:])
    litters = not _names("folders").isdisjoint(folders) or not _names("files").isdisjoint(names)
    return "litter" if litters else ""


@cache
def _names(kind: str) -> frozenset[str]:
    table = files("index.documents.litter").joinpath("litter.toml").read_text("utf-8")
    return frozenset(tomllib.loads(table)[kind])
