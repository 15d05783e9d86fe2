"""The questions of an evaluation folder, each with what a search finds for it."""

from dataclasses import dataclass
from pathlib import Path

from index.cli import build_index
from index.search import PassageHit
from service.cli_evaluate import index_corpus
from service.evaluation.dataset import Query, read_dataset
from service.settings import Settings
from service.wiring import wire

_PASSAGES = 20
_SEEDS = Path(__file__).parents[2] / "seeds"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the set `dataset`, and the passages found, with all their signals."""

    dataset: str
    query: Query
    hits: tuple[PassageHit, ...]


def ask_all(folder: Path) -> list[Asked]:
    """Ask every question of a folder; without a corpus, of the seed articles."""
    dataset = read_dataset(folder)
    settings = Settings.load(cross_encoder="")  # weights are fitted for what everybody has
    if dataset.corpus:
        settings, _ = index_corpus(settings, dataset.corpus)
    else:
        settings = settings.model_copy(update={"data_dir": settings.cache_dir / "evaluation/seeds"})
        build_index(settings, [_SEEDS])
    searcher = wire(settings, print).library.searcher()
    return [
        Asked(folder.name, query, searcher.search(query.text, _PASSAGES).hits)
        for query in dataset.queries
    ]
