"""The files that were given to Pincite, and what is asked of their home: a folder, or a bucket."""

import json
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import IO, Protocol

from index.documents.contents import MAX_BYTES
from index.records import SourceFile
from index.seam.held_texts import Texts
from index.uploads.incoming import IncomingFile

FOLDER = "uploads"
"""What the ids of all uploads begin with, and the folder of the data folder that holds them."""
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was given to Pincite.

    name: a label; no other upload has it. size: in bytes. added_at: ISO 8601. added_by: the id of
    the API key that it came with; None where none was needed.
    """

    name: str
    sha256: str
    size: int
    added_at: str
    added_by: str | None = None

    @property
    def document_id(self) -> str:
        return f"{FOLDER}/{self.name}"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a file that was given. known: whether it was there already, under its name."""

    upload: Upload
    known: bool


class Uploads(Protocol):
    """The uploads of one index. Any number of processes may change them.

    Every method but `holds` raises StorageFailed if the disk fails, or what says which uploads
    there are is damaged; BucketAway and BucketFailed where they lie in object storage.
    """

    def all(self) -> list[Upload]:
        """Return all uploads, by name."""
        ...

    def sources(self) -> list[SourceFile]:
        """Return all uploads as files to index."""
        ...

    def holds(self, location: str) -> bool:
        """Whether a file that an index knows by this location is an upload's."""
        ...

    def opened(self, upload: Upload) -> IO[bytes]:
        """Return the bytes of an upload, to be closed. Raises FileNotFoundError if it is gone."""
        ...

    def receive(self, most: int = MAX_BYTES) -> AbstractContextManager[IncomingFile]:
        """Give a file to write an upload to, of at most `most` bytes; then call `keep` with it.

        It is removed at the end of the `with` block unless it was kept.
        """
        ...

    def keep(
        self,
        arrivals: Sequence[tuple[str, IncomingFile]],
        store: Texts | None,
        added_by: str | None = None,
    ) -> list[Kept]:
        """Keep files, each with the name that it came with; return what became of each.

        A name that is taken gets a number, unless the same bytes have it. store: of the current
        generation; the ids of files of its folders are taken too. Raises BadName for a name that
        cannot be one; then nothing is kept.
        """
        ...

    def adopt(self, upload: Upload, incoming: IncomingFile) -> None:
        """Keep a file just as another home has it. Raises StorageFailed if its name is taken."""
        ...

    def remove(self, document_ids: Collection[str], store: Texts | None) -> None:
        """Remove uploads by their ids. They are gone once the index is built again.

        store: of the current generation. Raises NotUploaded for a document of a folder, or a part
        of an upload, and DocumentMissing for what is neither here nor there; then none is removed.
        """
        ...

    def clear_dead(self) -> None:
        """Remove what processes left that died while they changed something."""
        ...


def now() -> str:
    """Return the time as `Upload.added_at` has it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def to_table(uploads: Iterable[Upload]) -> bytes:
    """Return all that is known of uploads but their bytes, as JSON."""
    in_order = sorted(uploads, key=lambda upload: upload.name)
    table = {"format": _FORMAT, "uploads": [asdict(upload) for upload in in_order]}
    return json.dumps(table, indent=1).encode()


def from_table(data: bytes) -> list[Upload]:
    """Return what `to_table` was given. Raises ValueError, KeyError, TypeError for what is none."""
    table = json.loads(data)
    if table["format"] != _FORMAT:
        raise ValueError("another version of Pincite wrote it")
    return [Upload(**upload) for upload in table["uploads"]]
