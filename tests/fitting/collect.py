"""The questions of an evaluation folder, each with what a search finds for it."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.build import build_index
from index.building.sources import Sources
from index.ranking.hits import PassageHit
from service.commands.evaluate import index_corpus
from service.evaluation.dataset import JudgedQuery, read_dataset
from service.settings import Settings
from service.wiring import wire
from tests.fitting.models import Matrix

PASSAGES = 20
_SEEDS = Path(__file__).parents[2] / "seeds"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the set `dataset`, and the passages found.

    signals: of the passages, shape (passages, signals), as in signals.PASSAGE_NAMES. article: what
    the question is about, by title; folds never divide one.
    """

    dataset: str
    query: JudgedQuery
    hits: tuple[PassageHit, ...]
    signals: Matrix
    article: str

    @classmethod
    def of(
        cls, dataset: str, query: JudgedQuery, hits: tuple[PassageHit, ...], article: str = ""
    ) -> "Asked":
        """article: "" for that of the right document, or else of the best passage."""
        signals = np.stack([hit.signals.values() for hit in hits]).astype(np.float64)
        right = [hit for hit in hits if hit.stored.document.document_id in query.relevant]
        article = article or [*right, *hits][0].stored.document.title
        return cls(dataset, query, hits, signals, article)

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
        build_index(settings, print, Sources(roots=[_SEEDS]))
    searcher = wire(settings, print).library.searcher()
    return [
        Asked.of(folder.name, query, searcher.search(query.text, PASSAGES).hits)
        for query in dataset.queries
    ]
