"""Reads the files of an archive, whatever packed them. Their names are labels, never paths."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

from index.documents.litter.litter import reason_against
from index.documents.parts import MAX_DEPTH, PartNames, part_id, read_part
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import RawDocument, Reader

Content = Callable[[], bytes]
"""Unpacks one file. Raises Unreadable."""


def read_members(
    original: Original, members: Iterable[tuple[str, Content]], reader: Reader
) -> Iterator[RawDocument | FileReport]:
    """Yield the documents in the files of an archive, and a report of each that cannot be read.

    members: the name of each file, and what unpacks it. Hidden files and litter are passed over, as
    in folders. Raises Unreadable where there is no file, or where the archive lies in too many
    others.
    """
    if original.depth >= MAX_DEPTH:
        reason = f"an archive that lies in {MAX_DEPTH} others"
        raise Unreadable(reason, FileStatus.TOO_LARGE, "unpack the outer one first")
    names = PartNames()
    empty = True
    for raw_name, content in members:
        if reason_against(PurePosixPath(raw_name.replace("\\", "/")).parts):
            continue
        empty = False
        name = names.safe(raw_name)
        try:
            data = content()
        except Unreadable as error:
            path = part_id(original.name, name)
            yield FileReport(path, error.status, str(error), error.hint)
            continue
        yield from read_part(original, name, data, reader)
    if empty:
        raise Unreadable("no file is in it", FileStatus.EMPTY)
