"""Indexes the documents again where another version of Pincite made the index."""

import logging

from index.errors import GenerationOutdated, PinciteError
from index.generations.publish import Generations
from service.indexing.indexer import Indexer
from service.library import Library

_log = logging.getLogger("pincite")


def renew_outdated(library: Library, generations: Generations, indexer: Indexer) -> None:
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
