"""Fits the model of notices to examples."""

import json
import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from index.documents.notices import FEATURES, features

HERE = Path(__file__).parent
EVAL_SETS = ("squad-fit", "clapnq-fit", "selqa-fit", "scifact-fit")
# The inverse of the strength of regularisation.
_C = 30.0
_EACH = 6  # variations of a template
_FOLDS = 5

Likelihoods = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and whether it is a notice. group: never both fitted on and judged."""

    text: str
    is_notice: bool
    group: str
    source: str

    @property
    def fold(self) -> int:
        return random.Random(self.group).randrange(_FOLDS)


def _examples() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((HERE / "examples.toml").read_text("utf-8"))


def written() -> Iterator[Sentence]:
    """Yield variations of every template."""
    for language, lists in _examples().items():
        if language == "unseen":
            continue
        for kind in ("notices", "others"):
            for line in lists[kind]:
                chance = random.Random(line)
                for text in {_filled(line, lists, chance) for _ in range(_EACH)}:
                    yield Sentence(text, kind == "notices", line, language)


def _filled(line: str, lists: dict[str, list[str]], chance: random.Random) -> str:
    for slot in ("doc", "new"):
        line = line.replace(f"{{{slot}}}", chance.choice(lists[slot]))
    return line


def unseen() -> list[Sentence]:
    """Sentences that nothing is fitted on."""
    lists = _examples()["unseen"]
    return [
        Sentence(text, kind == "notices", text, "unseen")
        for kind in ("notices", "others")
        for text in lists[kind]
    ]


def beginnings(folder: Path) -> Iterator[Sentence]:
    """Yield how the texts of the evaluation sets begin, which are no notices."""
    for name in EVAL_SETS:
        for line in (folder / name / "corpus.jsonl").read_text("utf-8").splitlines():
            text = json.loads(line)["text"]
            for sentence in text.split(". ")[:3]:
                yield Sentence(sentence[:300], False, text[:40], name)


def fit(sentences: Sequence[Sentence]) -> LogisticRegression:
    """The model fitted on sentences."""
    model = LogisticRegression(C=_C, max_iter=500)
    return model.fit(_rows(sentences), [one.is_notice for one in sentences])


def likelihoods(model: LogisticRegression, sentences: Sequence[Sentence]) -> Likelihoods:
    """How likely each sentence is a notice: float64, shape (sentences,)."""
    likely: Likelihoods = model.predict_proba(_rows(sentences))[:, 1]
    return likely


def out_of_fold(sentences: Sequence[Sentence]) -> Likelihoods:
    """The same, each by a model that was fitted without its fold."""
    folds = np.array([one.fold for one in sentences])
    likely = np.zeros(len(sentences))
    for fold in range(_FOLDS):
        others = [one for one in sentences if one.fold != fold]
        own = [one for one in sentences if one.fold == fold]
        if own:
            likely[folds == fold] = likelihoods(fit(others), own)
    return likely


def known_at(limit: float, sentences: Sequence[Sentence], likely: Likelihoods) -> str:
    """How many notices are known, and how many other sentences are taken for one, in words."""
    taken = likely >= limit
    is_notice = np.array([one.is_notice for one in sentences])
    known = f"{(taken & is_notice).sum()} of {is_notice.sum()} notices known"
    return f"{known}, {(taken & ~is_notice).sum()} of {(~is_notice).sum()} others taken for one"


def save(model: LogisticRegression, path: Path) -> None:
    """Write the model, each weight in one byte."""
    weights = model.coef_[0].astype(np.float32)
    scale = np.abs(weights).max() / 127
    stored = np.round(weights / scale).astype(np.int8)
    np.savez_compressed(path, weights=stored, scale=scale, bias=np.float32(model.intercept_[0]))


def _rows(sentences: Sequence[Sentence]) -> sparse.csr_matrix:
    rows = [features(one.text) for one in sentences]
    ends = np.cumsum([0, *map(len, rows)])
    values = np.concatenate([np.full(len(row), 1 / max(1, len(row)) ** 0.5) for row in rows])
    return sparse.csr_matrix((values, np.concatenate(rows), ends), (len(rows), FEATURES))
