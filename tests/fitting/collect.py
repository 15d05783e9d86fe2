"""The questions of an evaluation folder, each with what a search finds for it."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.build import build_index
from index.ranking.hits import PassageHit
from service.commands.evaluate import index_corpus
from service.evaluation.dataset import JudgedQuery, read_dataset
from service.settings import Settings
from service.wiring import wire
from tests.fitting.models import Matrix

_PASSAGES = 20
_SEEDS = Path(__file__).parents[2] / "seeds"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the set `dataset`, and the passages found.

    signals: of the passages, shape (passages, signals), as in signals.PASSAGE_NAMES.
    """

    dataset: str
    query: JudgedQuery
    hits: tuple[PassageHit, ...]
    signals: Matrix

    @classmethod
    def of(cls, dataset: str, query: JudgedQuery, hits: tuple[PassageHit, ...]) -> "Asked":
        signals = np.stack([hit.signals.values() for hit in hits]).astype(np.float64)
        return cls(dataset, query, hits, signals)

    def without(self, column: int) -> "Asked":
        """The same, one signal told to be zero."""
        return replace(self, signals=blanked(self.signals, column))


def blanked(signals: Matrix, column: int) -> Matrix:
    signals = signals.copy()
    signals[:, column] = 0
    return signals


def ask_all(folder: Path) -> list[Asked]:
    """Ask every question of a folder; without a corpus, of the seed articles."""
    dataset = read_dataset(folder)
    settings = Settings.load(cross_encoder="")  # weights are fitted for what everybody has
    if dataset.corpus:
        settings, _ = index_corpus(settings, dataset.corpus)
    else:
        settings = settings.model_copy(update={"data_dir": settings.cache_dir / "evaluation/seeds"})
        build_index(settings, print, [_SEEDS])
    searcher = wire(settings, print).library.searcher()
    return [
        Asked.of(folder.name, query, searcher.search(query.text, _PASSAGES).hits)
        for query in dataset.queries
    ]
