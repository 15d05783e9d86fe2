"""Which documents a question may be answered from, and which rows are theirs."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from index.records import Mask, Rows
from index.storage.folding import folded
from index.storage.texts import Store


@dataclass(frozen=True, slots=True)
class Filter:
    """What a document must be to be quoted; None leaves it open.

    documents: one of these ids. folder: one below it. title: one with this in its title, whatever
    the case and the accents of its letters. since, until: published on that day, or after or
    before it; a document without a date is neither.
    """

    documents: frozenset[str] | None = None
    folder: str | None = None
    title: str | None = None
    since: date | None = None
    until: date | None = None

    def conditions(self) -> dict[str, list[str]]:
        """What holds for the documents, dates left out: conditions in SQL, and their values."""
        conditions = {}
        if self.documents is not None:
            marks = ",".join("?" * len(self.documents))
            conditions[f"document_id IN ({marks})"] = sorted(self.documents)
        if self.folder is not None:
            # Between "folder/" and "folder0", for 0 comes next after the slash.
            ends = [self.folder.rstrip("/") + end for end in "/0"]
            conditions["document_id > ? AND document_id < ?"] = ends
        if self.title is not None:
            conditions["instr(folded(title), ?)"] = [folded(self.title)]
        return conditions

    def dates(self) -> dict[str, list[str]]:
        """The same of their dates. A time of day may follow a date, so only the day counts."""
        ends = {">=": self.since, "<=": self.until}
        return {
            f"substr(published, 1, 10) {sign} ?": [day.isoformat()]
            for sign, day in ends.items()
            if day is not None
        }


@dataclass(frozen=True, slots=True, eq=False)
class Allowed:
    """How many documents a filter allows, and the rows of their passages and sentences.

    undated: how many more it would allow, did they say a date.
    """

    documents: int
    undated: int
    passages: Mask
    sentences: Mask


def allowed_by(chosen: Filter, store: Store) -> Allowed:
    """What a filter allows of the documents of a generation."""
    other, dates = chosen.conditions(), chosen.dates()
    documents = store.documents_where({**other, **dates})
    undated = len(store.documents_where({**other, "published IS NULL": []})) if dates else 0
    passages, sentences = store.firsts
    passage_ends = passages[documents], passages[documents + 1]
    return Allowed(
        documents=len(documents),
        undated=undated,
        passages=_mask(*passage_ends, store.passages),
        sentences=_mask(sentences[passage_ends[0]], sentences[passage_ends[1]], store.sentences),
    )


def _mask(firsts: Rows, ends: Rows, count: int) -> Mask:
    """True from each first row up to its end, which may be the next one's first."""
    steps = np.zeros(count + 1, np.int64)
    np.add.at(steps, firsts, 1)
    np.add.at(steps, ends, -1)
    mask: Mask = np.cumsum(steps[:-1]) > 0
    return mask
