"""What the lists of documents and of folders are asked with: a folder, how many, from where."""

from typing import Annotated

from fastapi import Query

from service.filters import MAX_ID

MOST_AT_ONCE = 500
MAX_OFFSET = 100_000_000

Folder = Annotated[
    str | None,
    Query(
        max_length=MAX_ID,
        pattern="[^/]",
        description="List only what lies below this folder.",
        examples=["news/2024"],
    ),
]
Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE, description="How many to list at most.")]
Offset = Annotated[
    int, Query(ge=0, le=MAX_OFFSET, description="How many to skip at the beginning.")
]
