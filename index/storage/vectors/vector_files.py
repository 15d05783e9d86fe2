"""The files of vectors, by kind: one segment is written at a time, and all are opened as one.

Beside the path given for a segment lie its files. EXACT: the vectors as FAISS's index, `.faiss`.
COMPRESSED and LISTED: the vectors in half precision, `.f16`, their codes, `.codes`, and the
quantizer that made them, `.faiss`, which is the same in all segments of a generation.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import faiss
import numpy as np

from index.durable import new_file
from index.records import Vectors
from index.storage.vectors import COMPRESSED, LISTED, VectorIndex
from index.storage.vectors.codes import read_quantizer, trained, write_coded
from index.storage.vectors.compressed_vectors import CompressedVectors
from index.storage.vectors.exact_vectors import EXACT_FILE, ExactVectors
from index.storage.vectors.faiss_files import write_index
from index.storage.vectors.half_vectors import HALF, HalfVectors

Add = Callable[[Vectors], None]
"""Appends vectors: float32, shape (n, dimension)."""


def open_vectors(paths: Sequence[Path], kind: str, dimension: int) -> VectorIndex:
    """Open the vectors of several segments as one; the rows of a segment follow those before it.

    paths: one for each segment, as given to `vector_writer` and `write_codes`; at least one, unless
    the kind is EXACT. One of format 3, 4 or 5 is of kind EXACT or COMPRESSED. Raises
    GenerationDamaged, also where the codes of two segments are not made by the same quantizer.
    """
    if kind in (COMPRESSED, LISTED):
        return CompressedVectors(paths, kind, dimension)
    return ExactVectors(paths, dimension)


@contextmanager
def vector_writer(path: Path, kind: str, dimension: int) -> Iterator[Add]:
    """Open a file for the vectors of a segment; within the context, call what it gives by blocks.

    The file is whole once the context ends, and `write_codes` is still to be called if the kind is
    not EXACT. Raises OSError.
    """
    if kind in (COMPRESSED, LISTED):
        with new_file(path.with_suffix(HALF)) as write:
            yield lambda vectors: write(np.asarray(vectors, "<f2").tobytes())
        return
    index = faiss.IndexFlatIP(dimension)
    yield lambda vectors: index.add(np.ascontiguousarray(vectors, np.float32))
    write_index(path.with_suffix(EXACT_FILE), index)


def write_codes(paths: Sequence[Path], kind: str, dimension: int, like: Path | None = None) -> None:
    """Write the codes of each of these segments beside its vectors; EXACT vectors have none.

    like: a segment of the same kind; its quantizer makes the codes. Without it, a quantizer is
    trained on vectors from all over these segments. The same vectors and quantizer make the same
    files. Raises OSError; GenerationDamaged where a file is not what it should be.
    """
    if kind not in (COMPRESSED, LISTED) or not paths:
        return
    quantizer = (
        read_quantizer(like, kind, dimension)
        if like
        else trained(HalfVectors(paths, dimension), kind, dimension)
    )
    for path in paths:
        write_coded(path, quantizer, HalfVectors([path], dimension))
