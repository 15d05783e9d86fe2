"""Fits what tells a lead-in without a colon, on those of documentation whose colon is cut off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from index.documents.formats import read
from index.documents.shape import INTRODUCED
from index.documents.splitting.sentences import sentence_starts
from index.languages.scripts import ENGLISH
from index.languages.telling import Languages
from index.originals import Original
from index.records import Block, BlockKind, RawDocument, SourceFile, Span
from service.answering.lists.lead_ins import lead_in_features
from service.collection.intents import LinearModel
from tests.fitting.documentation.collections import Collection
from tests.fitting.intents.learn import Matrix, weighed

_C = 10.0  # the inverse of the strength of regularisation
_FOLDS = 5
_TOLD = (BlockKind.PARAGRAPH, BlockKind.ITEM)
_COLON = ":"

Likelihoods = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The last sentence of a block, without the mark at its end.

    leads: whether it introduces what comes after it; None where only its words may tell. before:
    the kind of what comes after it. collection: where it comes from.
    """

    text: str
    leads: bool | None
    before: BlockKind
    collection: str


def sentences_of(collection: Collection) -> Iterator[Sentence]:
    """Yield how the paragraphs and items of a collection end."""
    for document in collection.documents:
        for raw in _read(document):
            for block, after in pairwise(raw.shape.blocks):
                if block.kind in _TOLD and (text := _last_sentence(raw.text, block)):
                    leads = _leads(text, block, after)
                    told = text.rstrip(".: ")
                    yield Sentence(told, leads, after.kind, collection.name)


def _read(document: SourceFile) -> Iterator[RawDocument]:
    original = Original(document.document_id, document.path.read_bytes())
    yield from (one for one in read(original) if isinstance(one, RawDocument))


def _last_sentence(text: str, block: Block) -> str:
    """Return the last sentence of a block; "" where it ends neither in a colon nor in a stop."""
    starts = [*sentence_starts(text, Span(block.start, block.end), Languages(ENGLISH))]
    last = text[starts[-1] if starts else block.start : block.end].rpartition("\n")[2].strip()
    return last if last.endswith((".", _COLON)) else ""


def _leads(text: str, block: Block, after: Block) -> bool | None:
    is_next_item = block.kind is after.kind is BlockKind.ITEM
    if after.kind not in INTRODUCED or is_next_item:
        return False
    return True if text.endswith(_COLON) else None


def fit(sentences: Sequence[Sentence]) -> LogisticRegression:
    """The model fitted on the sentences of which it is known."""
    known = [one for one in sentences if one.leads is not None]
    model = LogisticRegression(C=_C, max_iter=500)
    return model.fit(_rows(known), [one.leads for one in known])


def linear(model: LogisticRegression) -> LinearModel:
    """The same with two outputs, as it is shipped."""
    half, bias = model.coef_[0] / 2, model.intercept_[0] / 2
    weights = np.stack([-half, half], axis=1).astype(np.float32)
    return LinearModel(weights, np.array([-bias, bias], np.float32))


def out_of_fold(sentences: Sequence[Sentence]) -> Likelihoods:
    """How likely each is a lead-in, by a model that saw nothing of its collection."""
    names = sorted({one.collection for one in sentences})
    folds = np.array([names.index(one.collection) % _FOLDS for one in sentences])
    likely = np.zeros(len(sentences))
    for fold in sorted(set(folds.tolist())):
        own = [one for one, at in zip(sentences, folds, strict=True) if at == fold]
        others = [one for one, at in zip(sentences, folds, strict=True) if at != fold]
        likely[folds == fold] = fit(others).predict_proba(_rows(own))[:, 1]
    return likely


def _rows(sentences: Sequence[Sentence]) -> Matrix:
    return weighed(lead_in_features(one.text) for one in sentences)


def taken(sentences: Sequence[Sentence], likely: Likelihoods, limit: float) -> dict[str, str]:
    """How many sentences are taken for lead-ins from a likelihood on, by what they are."""
    counts: dict[str, list[bool]] = {}
    for one, likelihood in zip(sentences, likely, strict=True):
        counts.setdefault(_name(one), []).append(bool(likelihood >= limit))
    return {name: f"{sum(counts[name]):,} of {len(counts[name]):,}" for name in sorted(counts)}


def _name(one: Sentence) -> str:
    if one.leads is None:
        return f"a stop, before {one.before.name.lower()}"
    return "a colon" if one.leads else "a stop, before neither list, table nor code"
