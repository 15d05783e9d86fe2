"""The routes of the files that documents are made of: adding, removing, listing, fetching them.

In: requests that have passed the doors; files in the pieces in which they arrive.
Out: what became of each file, the originals of documents, and the folders that are indexed.
Unknown here: how files are read and indexed, and how answers are found in them.
"""

from contextlib import suppress

from index.errors import PinciteError
from index.seam.held_texts import Texts
from service.wiring import Parts


def store_of(parts: Parts) -> Texts | None:
    """Return the store of the current generation; None if there is none that can be used."""
    with suppress(PinciteError):
        return parts.library.searcher().generation.store
    return None
