"""Segments so small that the few documents of a test lie in several, and share them."""

from index.building.passages import sharing


def use() -> None:
    """Let all builds of this process make such segments."""
    sharing.MOST, sharing.FEW = 12, 2  # sentences
