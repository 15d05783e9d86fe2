"""A question -> a cited answer, over HTTP, in the terminal, in the browser and in Python.

`from service import Pincite` is all that a program of somebody's own needs (docs/notebook.md).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.notebook.pincite import Pincite

__all__ = ["Pincite"]


def __getattr__(name: str) -> object:
    """Return Pincite, imported when it is first asked for: nothing else here needs its parts."""
    if name == "Pincite":
        from service.notebook.pincite import Pincite

        return Pincite
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
