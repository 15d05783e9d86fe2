"""Codes of vectors: made by a quantizer that is trained once, and packed to be scanned.

The files of a segment are its quantizer, an index of FAISS without codes, and the codes themselves:
plain, list by list. The codes of all segments are packed together when they are opened, in blocks
of 32 for the scan in registers, and are then byte for byte what FAISS makes of all vectors at once.
FAISS's own `merge_from` is not used: in lists it writes beyond the end of some (1.15.1; of 384
dimensions, where a list holds 1,536 codes or a multiple).
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from index.durable import write_file
from index.errors import GenerationDamaged
from index.records import Rows, Vectors
from index.storage.vectors import COMPRESSED, GROUP, LISTED
from index.storage.vectors.faiss_files import read_index, use_one_thread, write_index
from index.storage.vectors.half_vectors import HalfVectors
from index.storage.vectors.row_files import Range, RowFiles

CODES, QUANTIZER = ".codes", ".faiss"

_TRAINED_ON = 16_384  # vectors; 64 for each list, and ample for 16 centroids a group
_LISTS, _PROBED = 256, 64  # a quarter holds 97 in 100 of the 50 nearest
_BITS = 4  # of each group
_BLOCK = 16_384  # rows

Coded = npt.NDArray[np.void]
"""Rows of a file of codes, in order of lists: the list, the row of the vector, its code."""


def trained(vectors: HalfVectors, kind: str, dimension: int) -> faiss.Index:
    """Return a quantizer that is trained on some of the vectors, of which there must be any.

    The same vectors always make the same quantizer.
    """
    use_one_thread()
    codes = f"PQ{dimension // GROUP}x{_BITS}fs"
    name = f"IVF{_LISTS},{codes}" if kind == LISTED else codes
    quantizer = faiss.index_factory(dimension, name, faiss.METRIC_INNER_PRODUCT)
    if kind == LISTED:
        quantizer.nprobe = _PROBED  # type: ignore[attr-defined]
    # From the whole collection, for what stands first in it may all be alike.
    quantizer.train(vectors.take(np.linspace(0, len(vectors) - 1, _TRAINED_ON, dtype=np.int64)))
    return quantizer


def read_quantizer(path: Path, kind: str, dimension: int) -> faiss.Index:
    """Return the quantizer of the segment at `path`. Raises GenerationDamaged."""
    types = {COMPRESSED: faiss.IndexPQFastScan, LISTED: faiss.IndexIVFPQFastScan}
    quantizer = read_index(path.with_suffix(QUANTIZER), dimension, types[kind])
    if quantizer.ntotal:
        raise GenerationDamaged(f"{path}: codes of an older format make no new ones")
    groups, lists = quantizer.pq.M, getattr(quantizer, "nlist", _LISTS)  # type: ignore[attr-defined]
    if (quantizer.is_trained, groups, lists) != (True, dimension // GROUP, _LISTS):
        raise GenerationDamaged(f"{path}: its codes are of another kind")
    return quantizer


def write_coded(path: Path, quantizer: faiss.Index, vectors: HalfVectors) -> None:
    """Write the codes of all vectors and their quantizer beside `path`.

    Raises OSError, GenerationDamaged.
    """
    use_one_thread()
    none = np.empty(0, _row_of(quantizer.d))
    coded = np.concatenate([none, *(_coded(quantizer, block) for block in vectors.blocks())])
    coded["row"] = np.arange(len(coded))
    in_lists = coded[np.argsort(coded["list"], kind="stable")]
    write_file(path.with_suffix(CODES), in_lists.view(np.uint8).data)
    write_index(path.with_suffix(QUANTIZER), quantizer)


def open_codes(
    paths: Sequence[Path], counts: Sequence[int], kind: str, dimension: int
) -> faiss.Index:
    """Return an index of the codes of all segments, of which there must be any, one after another.

    counts: how many codes there must be in each. Raises GenerationDamaged.
    """
    older = _older(paths[0], dimension) if kind == COMPRESSED and len(paths) == 1 else None
    if older is not None:
        _check_counts(paths, [older.ntotal], counts)
        return older
    index = read_quantizer(paths[0], kind, dimension)
    _check_quantizers(paths)
    files = RowFiles([path.with_suffix(CODES) for path in paths], _row_of(dimension).itemsize)
    _check_counts(paths, files.counts, counts)
    return _filled(index, files)


def _older(path: Path, dimension: int) -> faiss.Index | None:
    """Return the index of formats 3 to 5, which holds its codes; None if it is none.

    It may have lists: its kind was the same.
    """
    types = faiss.IndexPQFastScan, faiss.IndexIVFPQFastScan
    index = read_index(path.with_suffix(QUANTIZER), dimension, *types)
    return index if index.ntotal else None


def _check_counts(paths: Sequence[Path], codes: Sequence[int], vectors: Sequence[int]) -> None:
    for path, count, wanted in zip(paths, codes, vectors, strict=True):
        if count != wanted:
            raise GenerationDamaged(f"{path}: its codes are not those of its vectors")


def _check_quantizers(paths: Sequence[Path]) -> None:
    first = b""
    for path in paths:
        file = path.with_suffix(QUANTIZER)
        try:
            quantizer = file.read_bytes()
        except OSError as error:
            raise GenerationDamaged(f"{file} cannot be read: {error.strerror}") from error
        first = first or quantizer
        if quantizer != first:
            raise GenerationDamaged(f"{path}: its codes are not made as those of {paths[0]}")


def _row_of(dimension: int) -> np.dtype[np.void]:
    code_bytes = (dimension // GROUP * _BITS + 7) // 8
    return np.dtype([("list", "u1"), ("row", "<u4"), ("code", "u1", (code_bytes,))])


def _coded(quantizer: faiss.Index, vectors: Vectors) -> Coded:
    coded = np.zeros(len(vectors), _row_of(quantizer.d))
    coded["code"] = quantizer.pq.compute_codes(vectors)  # type: ignore[attr-defined]
    if isinstance(quantizer, faiss.IndexIVFPQFastScan):
        coded["list"] = quantizer.quantizer.assign(vectors, 1)[:, 0]
    return coded


def _filled(index: faiss.Index, files: RowFiles) -> faiss.Index:
    """Return the index with the codes of all files, in order of their rows."""
    plain = faiss.IndexPQ(index.d, index.d // GROUP, _BITS, index.metric_type)
    plain.pq, plain.is_trained = index.pq, True  # type: ignore[attr-defined]
    if not isinstance(index, faiss.IndexIVFPQFastScan):
        return _packed(plain, _coded_at(files, [(0, len(files))], index.d))
    # List by list, so that not all codes are in memory twice.
    sizes = _sizes(files, index.nlist, index.d)
    lists: faiss.InvertedLists = index.invlists  # type: ignore[assignment]
    ends = np.cumsum(sizes, axis=1) + files.bases[:-1, np.newaxis]
    for number, (size, end) in enumerate(zip(sizes.T, ends.T, strict=True)):
        ranges = zip((end - size).tolist(), end.tolist(), strict=True)
        coded = _coded_at(files, ranges, index.d)
        rows = coded["row"] + np.repeat(files.bases[:-1], size)
        packed = _packed(plain, coded)
        lists.add_entries(number, len(rows), faiss.swig_ptr(rows), packed.codes.get())
    index.ntotal = len(files)
    return index


def _packed(plain: faiss.IndexPQ, coded: Coded) -> faiss.IndexPQFastScan:
    """Return the codes in packed form. plain: an index of their quantizer, which is overwritten."""
    plain.reset()
    plain.add_sa_codes(np.ascontiguousarray(coded["code"]))
    return faiss.IndexPQFastScan(plain)  # type: ignore[arg-type]


def _sizes(files: RowFiles, lists: int, dimension: int) -> Rows:
    """Return how many codes of each file stand in each list: int64, shape (files, lists)."""
    sizes = np.zeros((len(files.counts), lists), np.int64)
    for number, (base, end) in enumerate(pairwise(files.bases.tolist())):
        for first in range(base, end, _BLOCK):
            of_rows = _coded_at(files, [(first, min(first + _BLOCK, end))], dimension)["list"]
            sizes[number] += np.bincount(of_rows, minlength=lists)
    return sizes


def _coded_at(files: RowFiles, ranges: Iterable[Range], dimension: int) -> Coded:
    return files.take(ranges).view(_row_of(dimension))[:, 0]
