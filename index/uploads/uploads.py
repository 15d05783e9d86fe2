"""The files that were given to Pincite, and their names.

    DATA_DIR/uploads/names.json       every upload: its name, its hash, who gave it, and when
    DATA_DIR/uploads/files/<sha256>   the bytes of the uploads that have this hash
    DATA_DIR/uploads/incoming/        files on their way in
    DATA_DIR/uploads/lock             locked while any of these change

The table of names is replaced in one step, after the files that it names are on the disk and before
those that it no longer names are removed. So a crash at any point leaves all uploads of one moment;
what else it leaves, the next change removes.
"""

import fcntl
import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from index.documents.contents import MAX_BYTES
from index.durable import make_folder, replace_file, sync_folder
from index.errors import DocumentMissing, NotUploaded, StorageFailed
from index.records import SourceFile
from index.seam.held_texts import Texts
from index.uploads.incoming import IncomingFile, clear_dead
from index.uploads.labels import label_of, numbered

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


class Uploads:
    """The uploads of one data folder. Any number of processes may change them.

    Every method raises StorageFailed if the disk fails, or the table of names is damaged.
    """

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / FOLDER
        self._names, self._lock = self.folder / "names.json", self.folder / "lock"
        self._files, self._incoming = self.folder / "files", self.folder / "incoming"

    def all(self) -> list[Upload]:
        """Return all uploads, by name."""
        try:
            table = json.loads(self._names.read_bytes())
            if table["format"] != _FORMAT:
                raise ValueError("another version of Pincite wrote it")
            return [Upload(**upload) for upload in table["uploads"]]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StorageFailed(f"{self._names} cannot be read: {error}") from error

    def sources(self) -> list[SourceFile]:
        """Return all uploads as files to index."""
        return [SourceFile(upload.document_id, self.path_of(upload)) for upload in self.all()]

    def path_of(self, upload: Upload) -> Path:
        """Return the file that holds the bytes of an upload."""
        return self._files / upload.sha256

    def holds(self, location: str) -> bool:
        """Whether a file of that absolute path is an upload's."""
        return Path(location).parent == self._files

    @contextmanager
    def receive(self, most: int = MAX_BYTES) -> Iterator[IncomingFile]:
        """Give a file to write an upload to, of at most `most` bytes; then call `keep` with it.

        It is removed at the end of the `with` block unless it was kept.
        """
        with self._changing():
            incoming = IncomingFile(self._incoming, most)
        try:
            yield incoming
        finally:
            incoming.close()

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
        labels = [label_of(name) for name, _ in arrivals]
        for _, incoming in arrivals:
            with _storage_failures():
                incoming.sync()
        with self._changing():
            by_name = {upload.name: upload for upload in self.all()}
            before = len(by_name)
            kept = []
            for label, (_, incoming) in zip(labels, arrivals, strict=True):
                kept.append(self._keep(label, incoming, by_name, store, added_by))
            if len(by_name) > before:
                sync_folder(self._files)
                self._write(by_name.values())
        return kept

    def _keep(
        self,
        label: str,
        incoming: IncomingFile,
        by_name: dict[str, Upload],
        store: Texts | None,
        added_by: str | None,
    ) -> Kept:
        name, number = label, 1
        while (other := by_name.get(name)) or self._is_of_folders(f"{FOLDER}/{name}", store):
            if other and other.sha256 == incoming.sha256:
                return Kept(other, known=True)
            number += 1
            name = numbered(label, number)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        upload = Upload(name, incoming.sha256, incoming.size, now, added_by)
        if not self.path_of(upload).exists():
            incoming.move_to(self.path_of(upload))
        by_name[name] = upload
        return Kept(upload, known=False)

    def _is_of_folders(self, file: str, store: Texts | None) -> bool:
        entry = store.files.of(file) if store else None
        return entry is not None and not self.holds(entry.location)

    def remove(self, document_ids: Collection[str], store: Texts | None) -> None:
        """Remove uploads by their ids, all or none. They are gone once the index is built again.

        store: of the current generation. Raises NotUploaded for a document of a folder, or a part
        of an upload, and DocumentMissing for what is neither here nor there.
        """
        with self._changing():
            by_id = {upload.document_id: upload for upload in self.all()}
            for document_id in document_ids:
                if document_id not in by_id:
                    raise self._why_not(document_id, by_id, store)
            left = [upload for name, upload in by_id.items() if name not in document_ids]
            self._write(left)

    def _why_not(
        self, document_id: str, uploads: Collection[str], store: Texts | None
    ) -> NotUploaded | DocumentMissing:
        """Return why a document that is no upload cannot be removed."""
        document = store.document(document_id) if store else None
        file = document.origin.file if document else document_id
        if file in uploads:
            return NotUploaded(f"this document is a part of {file}, which can only go as a whole")
        entry = store.files.of(file) if store else None
        if (document is None and entry is None) or (entry and self.holds(entry.location)):
            return DocumentMissing("there is no document with that id, or it was removed just now")
        return NotUploaded(
            "this document is of a folder: remove its file there and index again, or remove the "
            "folder from the index"
        )

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Hold the lock during the `with` block, and first remove what crashes left."""
        with _storage_failures():
            for folder in (self._files, self._incoming):
                make_folder(folder)
            self.folder.chmod(0o700)
            with self._lock.open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                clear_dead(self._incoming)
                yield

    def _write(self, uploads: Collection[Upload]) -> None:
        """Replace the table of names, and remove the files that it does not name."""
        in_order = sorted(uploads, key=lambda upload: upload.name)
        table = {"format": _FORMAT, "uploads": [asdict(upload) for upload in in_order]}
        replace_file(self._names, json.dumps(table, indent=1).encode())
        wanted = {upload.sha256 for upload in uploads}
        for path in self._files.iterdir():
            if path.name not in wanted:
                path.unlink()
        sync_folder(self._files)


@contextmanager
def _storage_failures() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorageFailed(f"the file cannot be kept: {reason}; nothing was changed") from error


def apart_from(sources: Sequence[SourceFile], uploads: Sequence[SourceFile]) -> list[SourceFile]:
    """Return the files of folders, with other ids for those that have the id of an upload.

    An upload keeps the id that people were told when they gave it.
    """
    taken = {upload.document_id for upload in uploads}
    if taken.isdisjoint(source.document_id for source in sources):
        return list(sources)
    everywhere = taken | {source.document_id for source in sources}
    return [_another_id(source, taken, everywhere) for source in sources]


def _another_id(source: SourceFile, taken: set[str], everywhere: set[str]) -> SourceFile:
    if source.document_id not in taken:
        return source
    path, number = PurePosixPath(source.document_id), 2
    while (name := str(path.with_name(numbered(path.name, number)))) in everywhere:
        number += 1
    everywhere.add(name)
    return replace(source, document_id=name)
