"""What a tagger is worth on sentences whose labels are known."""

from collections import Counter
from collections.abc import Iterator, Sequence

from service.english.tagger.labels import Label
from service.english.tagger.tag_model import TagModel
from tests.fitting.tagging.examples import Example

_MOST_SHOWN = 12


def share_right(model: TagModel, examples: Sequence[Example]) -> float:
    """Return the share of the words, marks left out, that have the right label."""
    pairs = list(_pairs(model, examples))
    return sum(told is label for label, told in pairs) / len(pairs)


def confused(model: TagModel, examples: Sequence[Example]) -> str:
    """Return the pairs of labels that are most often taken for each other."""
    pairs = Counter((label, told) for label, told in _pairs(model, examples) if told is not label)
    most = pairs.most_common(_MOST_SHOWN)
    return ", ".join(f"{label} as {told} {count}" for (label, told), count in most)


def _pairs(model: TagModel, examples: Sequence[Example]) -> Iterator[tuple[Label, Label]]:
    for one in examples:
        told = model.labels_of(one.words)
        for label, guess in zip(one.labels, told, strict=True):
            if label is not Label.MARK:
                yield label, guess
