"""FAISS's indexes as files, and the threads that it may use."""

from pathlib import Path

import faiss

from index.durable import write_file
from index.errors import GenerationDamaged

_SLACK = 2**20  # bytes


def use_one_thread() -> None:
    """Let FAISS use one thread for all that this thread calls next; by itself it takes all cores.

    It gains nothing from more. Where other work needs the cores too, its threads wait for each
    other: a search takes ten times as long, and training codes thirty times.
    """
    faiss.omp_set_num_threads(1)


def write_index(path: Path, index: faiss.Index) -> None:
    """Write an index into a new file. Raises OSError."""
    # As bytes: FAISS's own `write_index` reports success on a full disk.
    write_file(path, faiss.serialize_index(index).data)


def read_index(path: Path, dimension: int, *types: type[faiss.Index]) -> faiss.Index:
    """Read an index that must be of one of these types. Raises GenerationDamaged."""
    try:
        # FAISS's files carry no checksum, so a wrong size in one must not make it allocate much
        # more than the file holds. Lists take a little more in memory, each padded to 32 codes.
        faiss.set_deserialization_vector_byte_limit(2 * path.stat().st_size + _SLACK)
        index = faiss.read_index(str(path))
    except (OSError, RuntimeError) as error:
        raise GenerationDamaged(f"{path} is no vector index") from error
    if type(index) not in types or index.d != dimension:
        raise GenerationDamaged(f"{path} is no vector index of its kind")
    return index
