"""Settings -> the objects that answer. The only file that names concrete classes together."""

from dataclasses import dataclass

from index.encoder.model import Say, load_encoder
from index.generations import Generations
from service.answering.answerer import Answerer
from service.library import Library
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """What the routes and commands work with."""

    settings: Settings
    library: Library
    answerer: Answerer


def wire(settings: Settings, say: Say) -> Parts:
    """Load the model and put the parts together. Raises ModelError.

    A missing index is no error here: one may be published while the server runs.
    """
    library = Library(Generations(settings.data_dir), load_encoder(settings, say))
    return Parts(settings, library, Answerer(library.searcher, settings.min_confidence))
