"""How many of something there are, in words."""


def counted(count: int, noun: str) -> str:
    """Return "1 document", "1,200 documents"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
