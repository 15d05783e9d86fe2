"""Which documents a question may be answered from, and which rows are theirs."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from index.records import Mask, Rows
from index.storage.folding import folded
from index.storage.texts import Condition, Store


@dataclass(frozen=True, slots=True)
class Filter:
    """What a document must be to be quoted; None leaves it open.

    documents: one of these ids. folder: anywhere below it. title: holds this, whatever the case and
    the accents of its letters. author, site: likewise. language: the document is in this one, or in
    one that it comprises: `pt` comprises `pt-BR`. since, until: published from that day on, up to
    that day; a document without a date is neither.
    """

    documents: frozenset[str] | None = None
    folder: str | None = None
    title: str | None = None
    since: date | None = None
    until: date | None = None
    author: str | None = None
    site: str | None = None
    language: str | None = None

    def undated_conditions(self) -> list[Condition]:
        """Return what a document must meet, whatever its date."""
        conditions = []
        if self.documents is not None:
            marks = ",".join("?" * len(self.documents))
            conditions.append(Condition(f"document_id IN ({marks})", sorted(self.documents)))
        if self.folder is not None:
            # Between "folder/" and "folder0", for 0 comes next after the slash.
            ends = [self.folder.rstrip("/") + end for end in "/0"]
            conditions.append(Condition("document_id > ? AND document_id < ?", ends))
        if self.title is not None:
            conditions.append(Condition("instr(folded(title), ?)", [folded(self.title)]))
        for column, words in (("author", self.author), ("site", self.site)):
            if words is not None:
                conditions.append(
                    _of_origin(f"instr(folded(ifnull({column}, '')), ?)", folded(words))
                )
        if self.language is not None:
            begins = "instr(folded(ifnull(language, '')) || '-', ? || '-') = 1"
            conditions.append(_of_origin(begins, folded(self.language)))
        return conditions

    def date_conditions(self) -> list[Condition]:
        """Return what its date must meet. A time of day may follow it, so only the day counts."""
        ends = ((">=", self.since), ("<=", self.until))
        return [
            Condition(f"substr(published, 1, 10) {sign} ?", [day.isoformat()])
            for sign, day in ends
            if day is not None
        ]


def _of_origin(sql: str, value: str) -> Condition:
    """Return what the origin of a document must meet."""
    return Condition(f"row IN (SELECT document FROM origins WHERE {sql})", [value])


@dataclass(frozen=True, slots=True, eq=False)  # comparing arrays with == is ambiguous
class Allowed:
    """How many documents a filter allows, and which passages and sentences are theirs.

    undated: how many more documents it would allow if they had a fitting date. passages, sentences:
    bool, shape (passages,) and (sentences,) of the whole generation.
    """

    documents: int
    undated: int
    passages: Mask
    sentences: Mask


_UNDATED = Condition("published IS NULL")


def allowed_by(chosen: Filter, store: Store) -> Allowed:
    """Return what a filter allows of the documents of a generation."""
    conditions, dates = chosen.undated_conditions(), chosen.date_conditions()
    documents = store.documents_where([*conditions, *dates])
    undated = len(store.documents_where([*conditions, _UNDATED])) if dates else 0
    passages, sentences = store.firsts
    passage_firsts, passage_ends = passages[documents], passages[documents + 1]
    return Allowed(
        documents=len(documents),
        undated=undated,
        passages=_mask(passage_firsts, passage_ends, store.passages),
        sentences=_mask(sentences[passage_firsts], sentences[passage_ends], store.sentences),
    )


def everything_in(store: Store) -> Allowed:
    """Return what allows all documents of a generation."""
    masks = np.ones(store.passages, np.bool_), np.ones(store.sentences, np.bool_)
    return Allowed(store.documents, 0, *masks)


def _mask(firsts: Rows, ends: Rows, count: int) -> Mask:
    """Return a mask that is True from each first row up to its end: bool, shape (count,).

    firsts, ends: int64, shape (n,); the end of a stretch may be the first row of the next.
    """
    steps = np.zeros(count + 1, np.int64)
    np.add.at(steps, firsts, 1)
    np.add.at(steps, ends, -1)
    mask: Mask = np.cumsum(steps[:-1]) > 0
    return mask
