"""How well Pincite and its peers find the right documents: the same questions, in one run.

All of them search the passages that Pincite cuts the documents into, with the vectors of the same
model (`shared_embeddings`); a document ranks by its best passage. Pincite is asked as `pincite
evaluate` asks it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.building.report import Quiet
from service.evaluation import measures
from service.evaluation.dataset import JudgedQuery
from service.evaluation.run import MOST_DOCUMENTS, Ranked, Result, ask_all
from service.settings import Settings
from service.wiring import wire
from tests.benchmarks.collection import Collection, read_collection
from tests.benchmarks.peers import MODEL, PEERS, Peer, model_folder, peer_class, version_of, why_not
from tests.benchmarks.quality.shared_embeddings import shared_embeddings
from tests.benchmarks.report import markdown

SETS = ("squad-fit", "clapnq-fit", "selqa-fit", "scifact-fit")
# Passages to look through for ten documents, as `pincite evaluate` does.
_WIDTHS = (20, 1000)
_FIGURES = {"hit@1": "hit@1", "mrr@10": "MRR@10", "ndcg@10": "nDCG@10"}
_FITTED = (
    "Pincite's weights are fitted on these very sets, so its line shows what it does on "
    "documents it was fitted on; docs/quality.md has its figures on articles that it was not."
)

Figures = dict[str, float]


@dataclass(slots=True)
class Comparison:
    """figures: by title and set. versions: of each peer's package, by title. skipped: why a peer
    was left out, by its name.
    """

    questions: dict[str, int] = field(default_factory=dict)
    passages: dict[str, int] = field(default_factory=dict)
    figures: dict[str, dict[str, Figures]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)


def compare(folder: Path, sets: Sequence[str], say: Callable[[str], None]) -> Comparison:
    """Ask every question of every set of every peer that is installed, and of Pincite."""
    found = Comparison()
    chosen = {name: peer_class(name) for name in PEERS}
    found.skipped = {n: why for n, peer in chosen.items() if (why := why_not(peer.packages))}
    present = [peer for name, peer in chosen.items() if name not in found.skipped]
    found.versions = {peer.title: version_of(peer.packages) for peer in present}
    model = model_folder()
    with shared_embeddings(model, Settings.load().cache_dir / "benchmarks" / f"{MODEL}.npz"):
        for name in sets:
            collection = read_collection(folder / name)
            found.questions[name] = len(_judged(collection))
            found.passages[name] = len(collection.texts)
            say(f"{name}: asking Pincite")
            results = {"Pincite": _ask_pincite(collection)}
            for peer in present:
                say(f"{name}: asking {peer.title}")
                results[peer.title] = _ask_peer(peer(model), collection)
            for title, asked in results.items():
                found.figures.setdefault(title, {})[name] = _figures(asked)
    return found


def _ask_pincite(collection: Collection) -> list[Result]:
    parts = wire(collection.settings, print)
    return ask_all(parts.answerer, parts.library.searcher(), _judged(collection), Quiet())


def _ask_peer(peer: Peer, collection: Collection) -> list[Result]:
    peer.index(collection.texts)
    return [
        _result(query, ranking(peer, collection.owners, query.text))
        for query in _judged(collection)
    ]


def _judged(collection: Collection) -> list[JudgedQuery]:
    """The questions with right documents; of the others nobody can say how well they rank."""
    return [query for query in collection.queries if query.relevant]


def ranking(peer: Peer, owners: Sequence[str], question: str) -> tuple[Ranked, ...]:
    """The first documents, each where its best passage stands; the score is minus the place."""
    for width in _WIDTHS:
        passages = peer.search(question, width)
        documents = list(dict.fromkeys(owners[position] for position in passages))
        if len(documents) >= MOST_DOCUMENTS or len(passages) < width:
            break
    return tuple(Ranked(name, -i) for i, name in enumerate(documents[:MOST_DOCUMENTS]))


def _result(query: JudgedQuery, found: tuple[Ranked, ...]) -> Result:
    return Result(query, found, sentences=(), confidence=0.0, shown=0, ms=0.0)


def _figures(results: Sequence[Result]) -> Figures:
    measured = measures.retrieval(results)
    return {name: value for name in _FIGURES if (value := measured[name]) is not None}


def table(found: Comparison) -> str:
    """A Markdown table: a line for each, the best of each column in bold; and what to know."""
    sets = list(found.questions)
    headings = ["", *(f"{_short(name)} {shown}" for name in sets for shown in _FIGURES.values())]
    cells = [(name, figure) for name in sets for figure in _FIGURES]
    best = {cell: max(f[cell[0]][cell[1]] for f in found.figures.values()) for cell in cells}
    rows = [
        [title, *(_cell(figures[name][figure], best[name, figure]) for name, figure in cells)]
        for title, figures in found.figures.items()
    ]
    lines = [_asked(found), _FITTED, f"Versions: {', '.join(found.versions.values())}."]
    lines += [f"Left out: {name} ({reason})." for name, reason in found.skipped.items()]
    return "\n".join([markdown(headings, rows), "", *lines])


def _asked(found: Comparison) -> str:
    counts = [
        f"{_short(name)} {questions:,} questions on {found.passages[name]:,} passages"
        for name, questions in found.questions.items()
    ]
    return f"Asked: {'; '.join(counts)}."


def _short(name: str) -> str:
    return name.removesuffix("-fit")


def _cell(value: float, best: float) -> str:
    return f"**{value:.3f}**" if value == best else f"{value:.3f}"


def as_json(found: Comparison) -> Mapping[str, object]:
    return {
        "questions": found.questions,
        "passages": found.passages,
        "figures": found.figures,
        "versions": found.versions,
        "skipped": found.skipped,
        "note": _FITTED,
    }
