"""Which documents a question may be answered from, and which rows are theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

from index.records import Mask, Rows
from index.storage.folding import folded
from index.storage.tables.document_conditions import Condition, DocumentField, Relation


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
            ids = tuple(sorted(self.documents))
            conditions.append(Condition(DocumentField.ID, Relation.ONE_OF, ids))
        if self.folder is not None:
            # Between "folder/" and "folder0", for 0 comes next after the slash.
            first, last = (self.folder.rstrip("/") + end for end in "/0")
            conditions.append(Condition(DocumentField.ID, Relation.BELOW, (first, last)))
        words = {
            DocumentField.TITLE: self.title,
            DocumentField.AUTHOR: self.author,
            DocumentField.SITE: self.site,
        }
        conditions += [
            Condition(field, Relation.HOLDS, (folded(held),))
            for field, held in words.items()
            if held is not None
        ]
        if self.language is not None:
            language = (folded(self.language),)
            conditions.append(Condition(DocumentField.LANGUAGE, Relation.COMPRISED, language))
        return conditions

    def date_conditions(self) -> list[Condition]:
        """Return what its date must meet. A time of day may follow it, so only the day counts."""
        ends = ((Relation.SINCE, self.since), (Relation.UNTIL, self.until))
        return [
            Condition(DocumentField.PUBLISHED, relation, (day.isoformat(),))
            for relation, day in ends
            if day is not None
        ]


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


class FilteredTexts(Protocol):
    """The documents of a generation, as far as filters ask: see index.seam.held_texts."""

    @property
    def documents(self) -> int: ...
    @property
    def passages(self) -> int: ...
    @property
    def sentences(self) -> int: ...
    @property
    def firsts(self) -> tuple[Rows, Rows]: ...
    def documents_where(self, conditions: Sequence[Condition]) -> Rows: ...


_UNDATED = Condition(DocumentField.PUBLISHED, Relation.MISSING)


def allowed_by(chosen: Filter, store: FilteredTexts) -> Allowed:
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


def everything_in(store: FilteredTexts) -> Allowed:
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
