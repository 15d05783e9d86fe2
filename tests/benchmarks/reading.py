"""`python -m tests.benchmarks.reading FOLDER`: how fast files of each format are read, and in how
much memory.

Each format is read in a process of its own, one file after another; "of the process" is what that
process takes before it reads anything.
"""

import argparse
import multiprocessing
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.documents.contained.file_reader import read_file
from index.documents.contents import read_bytes
from index.documents.files import find_files
from index.documents.formats.kinds import kind_of
from index.errors import Unreadable
from index.originals import Original
from index.records import SourceFile


@dataclass(frozen=True, slots=True)
class Found:
    """What reading the files of one format took. pages: also slides and sheets."""

    files: int
    read: int
    documents: int
    pages: int
    characters: int
    cpu_s: float
    base_mb: float
    peak_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.reading", description=__doc__)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    by_kind: dict[str, list[SourceFile]] = defaultdict(list)
    for source in find_files([options.folder]).sources:
        try:
            by_kind[str(kind_of(source.document_id, read_bytes(source.path)))].append(source)
        except Unreadable:
            by_kind["not read"].append(source)
    out = sys.stdout.write
    out(
        "| format | files | read | documents | files/s | pages/s | MB text/s | peak MB | before |\n"
    )
    out("|---|---|---|---|---|---|---|---|---|\n")
    spawn = multiprocessing.get_context("spawn")
    for kind in sorted(by_kind):
        with spawn.Pool(1) as pool:
            f = pool.apply(measure, (by_kind[kind],))
        seconds = max(f.cpu_s, 1e-9)
        pages = f"{f.pages / seconds:,.0f}" if f.pages else ""
        out(
            f"| {kind} | {f.files} | {f.read} | {f.documents} | {f.files / seconds:,.0f} | {pages} "
            f"| {f.characters / 1e6 / seconds:.2f} | {f.peak_mb:.0f} | {f.base_mb:.0f} |\n"
        )


def measure(sources: Sequence[SourceFile]) -> Found:
    """Read the files, one after another, and measure what that takes."""
    base, start = _peak_mb(), time.process_time()
    read = documents = pages = characters = 0
    for source in sources:
        try:
            found = read_file(Original(source.document_id, read_bytes(source.path)))
        except Unreadable:
            continue
        read += found.failure is None
        documents += len(found.documents)
        for document in found.documents:
            characters += len(document.text)
            places = document.shape.places
            pages += sum(place.kind in ("page", "slide", "sheet") for place in places)
    seconds = time.process_time() - start
    return Found(len(sources), read, documents, pages, characters, seconds, base, _peak_mb())


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    main()
