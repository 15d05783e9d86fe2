"""Indexes what waits for it when a server starts: the documents of an index that another version of
Pincite made, and uploads that came or went just before a server ended.
"""

import logging

from index.errors import GenerationOutdated, PinciteError
from index.generations.homes import HeldGeneration, Home
from index.uploads.uploads import FOLDER, Uploads
from service.indexing.indexer import Indexer
from service.library import Library

_log = logging.getLogger("pincite")


def renew_outdated(library: Library, generations: Home, indexer: Indexer) -> None:
    """Start indexing if the index has the format of another version, and log that.

    Until it is done, the server answers from that index if it can read it. An index that somebody
    rolled back to is left as it is.
    """
    try:
        outdated = library.searcher().generation.manifest.outdated
        rolled_back = generations.current_number() != generations.numbers()[-1]
    except GenerationOutdated as error:
        outdated, rolled_back = str(error), False
    except PinciteError:
        return  # there is no index, or it cannot be used: the commands and the page say so
    if outdated and not rolled_back:
        _log.warning("%s", outdated)
        try:
            indexer.start()
        except PinciteError as error:
            _log.warning("the documents are not indexed again now: %s", error)


def index_waiting(library: Library, generations: Home, indexer: Indexer, uploads: Uploads) -> None:
    """Start indexing if the index holds other uploads than there are, and log that.

    An index that somebody rolled back to is left as it is.
    """
    try:
        generation = library.searcher().generation
        wanted = _waits(generation, uploads)
        if wanted and generations.current_number() == generations.numbers()[-1]:
            _log.warning("uploads were added or removed, and are not indexed yet: indexing them")
            indexer.soon()
    except PinciteError as error:
        _log.warning("whether uploads wait to be indexed is unknown: %s", error)


def _waits(generation: HeldGeneration, uploads: Uploads) -> bool:
    """Whether a generation holds other uploads than there are."""
    held = {
        entry.file
        for entry in generation.store.files.below(FOLDER)
        if uploads.holds(entry.location)
    }
    return held != {upload.document_id for upload in uploads.all()}
