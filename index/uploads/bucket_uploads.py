"""The uploads in object storage, which any number of servers share.

    PREFIX/names/…                    the names: see `shared_names`
    PREFIX/files/<sha256>/<token>     the bytes of one upload

The bytes of an upload are there before its name, and go after it: what is named is whole. Each
upload has an object of its own, even if the same bytes lie there under another name. So whoever
removes a name may remove its bytes, and need not know who adds the same bytes at that moment.
Bytes without a name are what a killed process left; they are removed once no process can be about
to name them.
"""

import secrets
import time
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from index.documents.contents import MAX_BYTES
from index.documents.objects.bucket import Bucket
from index.errors import BucketAway, BucketFailed, StorageFailed, UsageError
from index.records import SourceFile
from index.roots import written
from index.seam.held_texts import Texts
from index.uploads.clashes import is_of_folders, why_not
from index.uploads.folder_uploads import FolderUploads
from index.uploads.incoming import IncomingFile, changing_alone, receiving, storage_failures
from index.uploads.labels import label_of, numbered
from index.uploads.shared_names import NameEntry, SharedNames
from index.uploads.uploads import FOLDER, Kept, Upload, now

_FILES = "files"
_MANY = 5  # names, from which on asking for all at once is quicker than for one after the other
_MOST_S = 3600.0  # from the sending of bytes until they are named
_DEAD_S = 24 * 3600.0  # after which bytes without a name are nobody's; far more, for clocks differ


@dataclass(slots=True)
class _Arrival:
    """A file that is to be kept. key: of its bytes in the bucket; "" until they are sent."""

    label: str
    incoming: IncomingFile
    key: str = ""
    sent_at: float = 0.0


class BucketUploads:
    """The uploads at a place `s3://bucket/prefix`: Uploads, each of which changes by itself.

    Files arrive in the data folder first. Raises UsageError where the client for S3 is missing.
    """

    def __init__(self, place: Path, data_dir: Path) -> None:
        self._bucket = Bucket(place)
        self._names = SharedNames(self._bucket)
        self._files = self._bucket.path(_FILES)
        self._here = data_dir

    def all(self) -> list[Upload]:
        """Return all uploads, by name."""
        return [entry.upload for entry in self._names.all()]

    def sources(self) -> list[SourceFile]:
        """Return all uploads as files to index.

        Raises UsageError where the data folder holds others, which would leave the index.
        """
        if left := FolderUploads(self._here).all():
            raise UsageError(
                f"{len(left)} files that were added lie in {self._here / FOLDER}, and not in "
                f"{written(self._bucket.place)}; carry them there: pincite move-uploads"
            )
        return [self._source(entry) for entry in self._names.all()]

    def _source(self, entry: NameEntry) -> SourceFile:
        upload, path = entry.upload, self._bucket.path(entry.key)
        return SourceFile(upload.document_id, path, size=upload.size, sha256=upload.sha256)

    def holds(self, location: str) -> bool:
        """Whether an object is an upload's."""
        return self._files in Path(location).parents

    def opened(self, upload: Upload) -> IO[bytes]:
        """Fetch the bytes of an upload. Raises FileNotFoundError if it is gone."""
        entry = self._names.of(upload.name)
        if entry is None or entry.upload != upload:
            raise FileNotFoundError(upload.name)
        data = self._bucket.read(entry.key, upload.size)
        if data is None:
            raise FileNotFoundError(upload.name)
        return BytesIO(data)

    def receive(self, most: int = MAX_BYTES) -> AbstractContextManager[IncomingFile]:
        """Give a file of the data folder to write an upload to."""
        return receiving(changing_alone(self._here / FOLDER), most)

    def keep(
        self,
        arrivals: Sequence[tuple[str, IncomingFile]],
        store: Texts | None,
        added_by: str | None = None,
    ) -> list[Kept]:
        """Keep files, each with the name that it came with.

        All bytes are sent before the first is named. Where the storage fails after that, the error
        says how many files were kept.
        """
        coming = [_Arrival(label_of(name), incoming) for name, incoming in arrivals]
        try:
            self._names.begin()
            for arrival in coming:
                if self._place(arrival, store)[1] is None:
                    self._send(arrival)
        except BucketFailed as error:
            raise error.after("nothing was changed") from error
        kept: list[Kept] = []
        try:
            for arrival in coming:
                kept.append(self._keep(arrival, store, added_by))
        except BucketFailed as error:
            raise error.after(_kept_some(len(kept), len(coming))) from error
        return kept

    def _place(self, arrival: _Arrival, store: Texts | None) -> tuple[str, NameEntry | None]:
        """Return the first name that is free, or that the same bytes have, and then their entry."""
        number, known = 0, dict[str, NameEntry]()
        while True:
            number += 1
            if number == _MANY:
                known = {entry.upload.name: entry for entry in self._names.all()}
            name = numbered(arrival.label, number)
            holder = self._names.of(name) if number < _MANY else known.get(name)
            if holder and holder.upload.sha256 == arrival.incoming.sha256:
                return name, holder
            if not holder and not is_of_folders(f"{FOLDER}/{name}", store, self.holds):
                return name, None

    def _send(self, arrival: _Arrival) -> None:
        """Send the bytes of a file, which has no name yet."""
        incoming = arrival.incoming
        with storage_failures():
            incoming.sync()
            assert incoming.path is not None
            file = incoming.path.open("rb")
        key = f"{_FILES}/{incoming.sha256}/{secrets.token_hex(16)}"
        arrival.sent_at = time.monotonic()
        with file:
            self._bucket.write(key, file, incoming.size)
        arrival.key = key

    def _keep(self, arrival: _Arrival, store: Texts | None, added_by: str | None) -> Kept:
        while True:
            name, holder = self._place(arrival, store)
            if holder is None:
                incoming = arrival.incoming
                upload = Upload(name, incoming.sha256, incoming.size, now(), added_by)
                holder = self._name(arrival, upload)
                if holder.key == arrival.key:
                    return Kept(upload, known=False)
            if holder.upload.sha256 == arrival.incoming.sha256:
                if arrival.key:
                    self._bucket.delete(arrival.key)
                return Kept(holder.upload, known=True)

    def _name(self, arrival: _Arrival, upload: Upload) -> NameEntry:
        """Give bytes a name unless another upload has it; return the one that has it then."""
        if not arrival.key:
            self._send(arrival)
        if time.monotonic() - arrival.sent_at > _MOST_S:
            raise BucketAway(f"{written(self._bucket.place)}: the storage does not answer in time")
        return self._names.claim(NameEntry(upload, arrival.key))

    def adopt(self, upload: Upload, incoming: IncomingFile) -> None:
        """Keep a file just as another home has it. Raises StorageFailed if its name is taken."""
        self._names.begin()
        holder = self._names.of(upload.name)
        if holder is None:
            arrival = _Arrival(upload.name, incoming)
            holder = self._name(arrival, upload)
        if holder.upload != upload:
            place = written(self._bucket.place)
            raise StorageFailed(f"another file has the name {upload.name} in {place}")

    def remove(self, document_ids: Collection[str], store: Texts | None) -> None:
        """Remove uploads by their ids: all names, one after the other, and then all bytes.

        Where the storage fails, the error says how many were removed.
        """
        entries = []
        for document_id in dict.fromkeys(document_ids):
            entry = self._of(document_id)
            if entry is None:
                raise why_not(document_id, self._is_upload, store, self.holds)
            entries.append(entry)
        gone = 0
        try:
            for entry in entries:
                self._names.give_up(entry.upload.name)
                gone += 1
            for entry in entries:
                self._bucket.delete(entry.key)
        except BucketFailed as error:
            raise error.after(_removed_some(gone, len(entries))) from error

    def _of(self, document_id: str) -> NameEntry | None:
        """Return the upload of an id; None if there is none."""
        folder, _, name = document_id.partition("/")
        return self._names.of(name) if folder == FOLDER and name else None

    def _is_upload(self, document_id: str) -> bool:
        return self._of(document_id) is not None

    def clear_dead(self) -> None:
        """Remove bytes that were sent long ago and have no name."""
        # The bytes first: what is named after this was sent after it, or long before.
        files = self._bucket.list(_FILES)
        named = {entry.key for entry in self._names.all()}
        for kept in files.objects:
            if kept.key not in named and files.now - kept.changed > _DEAD_S:
                self._bucket.delete(kept.key)


def _kept_some(kept: int, coming: int) -> str:
    return f"{kept} of {coming} files were kept; add all again, which adds nothing twice"


def _removed_some(gone: int, wanted: int) -> str:
    if gone < wanted:
        return f"{gone} of {wanted} files were removed; remove the others again"
    return (
        "the files were removed, but bytes of theirs are left until one indexes in a day or later"
    )
