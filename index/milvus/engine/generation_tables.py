"""The collections of one generation: their names, their fields and their indexes."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.milvus.engine.record_parts import NO_VECTOR

DOCUMENTS, PASSAGES, SENTENCES, RECORDS = "documents", "passages", "sentences", "records"
KINDS = (DOCUMENTS, PASSAGES, SENTENCES, RECORDS)
MOST_TERMS = 4096  # that Milvus keeps of one passage in an array
TEXT = 65_535  # bytes of a text field
_TOKEN = 4  # bytes
_PLAIN: Mapping[str, Any] = {"index_type": "FLAT", "metric_type": "IP"}
_FIELDS = ("document_id", "sha256", "title", "published", "author", "site", "language")

# What builds each kind of index, and what searches it.
INDEXES: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "FLAT": ({}, {}),
    "HNSW": ({"M": 32, "efConstruction": 256}, {"ef": 256}),
    "HNSW_SQ": (
        {"M": 32, "efConstruction": 256, "sq_type": "SQ8", "refine": True, "refine_type": "FP16"},
        {"ef": 256, "refine_k": 2},
    ),
    "IVF_SQ8": ({"nlist": 1024}, {"nprobe": 128}),
    "DISKANN": ({}, {"search_list": 256}),
}


@dataclass(frozen=True, slots=True)
class Tables:
    """The names of a generation's collections. prefix: what all of them begin with."""

    prefix: str
    number: int

    @classmethod
    def new(cls, name: str, number: int) -> "Tables":
        """Return names that no generation had before, even one of this number."""
        return cls(f"{name}_g{number:06d}_{secrets.token_hex(_TOKEN)}", number)

    @classmethod
    def of(cls, name: str, collection: str) -> "Tables | None":
        """Return the names of the generation that a collection is of; None if it is of none."""
        found = re.fullmatch(rf"({re.escape(name)}_g(\d{{6,}})_[0-9a-f]{{8}})_[a-z]+", collection)
        return cls(found[1], int(found[2])) if found else None

    def __getitem__(self, kind: str) -> str:
        return f"{self.prefix}_{kind}"


def fields_of(kind: str, dimension: int) -> list[dict[str, Any]]:
    """Return the fields of a collection."""
    if kind == RECORDS:
        return [
            _text("key", is_primary=True),
            _number("parts"),
            _text("value"),
            _vector("vector", len(NO_VECTOR)),
        ]
    row = {**_number("row"), "is_primary": True}
    if kind == DOCUMENTS:
        return [row, *map(_text, _FIELDS), _vector("vector", len(NO_VECTOR))]
    fields = [row, _vector("dense", dimension)]
    if kind == PASSAGES:
        fields += [
            {"field_name": "sparse", "datatype": "SPARSE_FLOAT_VECTOR"},
            {
                "field_name": "terms",
                "datatype": "ARRAY",
                "element_type": "INT64",
                "max_capacity": MOST_TERMS,
            },
        ]
    return fields


def indexes_of(kind: str, dense: str) -> Sequence[Mapping[str, Any]]:
    """Return the indexes of a collection. dense: a name in INDEXES."""
    if kind in (RECORDS, DOCUMENTS):
        return [{"field_name": "vector", **_PLAIN}]
    built = {"index_type": dense, "metric_type": "IP", "params": dict(INDEXES[dense][0])}
    indexes = [{"field_name": "dense", **built}]
    if kind == PASSAGES:
        words = {"index_type": "SPARSE_INVERTED_INDEX", "metric_type": "IP"}
        indexes.append({"field_name": "sparse", **words})
    return indexes


def _text(name: str, **more: Any) -> dict[str, Any]:
    return {"field_name": name, "datatype": "VARCHAR", "max_length": TEXT, **more}


def _number(name: str) -> dict[str, Any]:
    return {"field_name": name, "datatype": "INT64"}


def _vector(name: str, dimension: int) -> dict[str, Any]:
    return {"field_name": name, "datatype": "FLOAT_VECTOR", "dim": dimension}
