"""The uploads in the data folder, and their names.

    DATA_DIR/uploads/names.json       every upload: its name, its hash, who gave it, and when
    DATA_DIR/uploads/files/<sha256>   the bytes of the uploads that have this hash
    DATA_DIR/uploads/incoming/        files on their way in
    DATA_DIR/uploads/lock             locked while any of these change

The table of names is replaced in one step, after the files that it names are on the disk and before
those that it no longer names are removed. So a crash at any point leaves all uploads of one moment;
what else it leaves, the next change removes.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO

from index.documents.contents import MAX_BYTES
from index.durable import make_folder, replace_file, sync_folder
from index.errors import StorageFailed
from index.records import SourceFile
from index.seam.held_texts import Texts
from index.uploads.clashes import is_of_folders, why_not
from index.uploads.incoming import IncomingFile, changing_alone, receiving, storage_failures
from index.uploads.labels import label_of, numbered
from index.uploads.uploads import FOLDER, Kept, Upload, from_table, now, to_table


class FolderUploads:
    """The uploads of one data folder: Uploads, all of which change at once or not at all."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / FOLDER
        self._names, self._files = self.folder / "names.json", self.folder / "files"

    def all(self) -> list[Upload]:
        """Return all uploads, by name."""
        try:
            return from_table(self._names.read_bytes())
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

    def opened(self, upload: Upload) -> IO[bytes]:
        """Open the file of an upload. Raises OSError."""
        return self.path_of(upload).open("rb")

    def receive(self, most: int = MAX_BYTES) -> AbstractContextManager[IncomingFile]:
        """Give a file to write an upload to, on the disk that it will stay on."""
        return receiving(self._changing(), most)

    def keep(
        self,
        arrivals: Sequence[tuple[str, IncomingFile]],
        store: Texts | None,
        added_by: str | None = None,
    ) -> list[Kept]:
        """Keep files, all or none, each with the name that it came with."""
        labels = [label_of(name) for name, _ in arrivals]
        for _, incoming in arrivals:
            with storage_failures():
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
        while (other := by_name.get(name)) or is_of_folders(f"{FOLDER}/{name}", store, self.holds):
            if other and other.sha256 == incoming.sha256:
                return Kept(other, known=True)
            number += 1
            name = numbered(label, number)
        upload = Upload(name, incoming.sha256, incoming.size, now(), added_by)
        self._take(incoming, upload, by_name)
        return Kept(upload, known=False)

    def _take(self, incoming: IncomingFile, upload: Upload, by_name: dict[str, Upload]) -> None:
        if not self.path_of(upload).exists():
            incoming.move_to(self.path_of(upload))
        by_name[upload.name] = upload

    def adopt(self, upload: Upload, incoming: IncomingFile) -> None:
        """Keep a file just as another home has it. Raises StorageFailed if its name is taken."""
        with storage_failures():
            incoming.sync()
        with self._changing():
            by_name = {other.name: other for other in self.all()}
            if by_name.setdefault(upload.name, upload) != upload:
                raise StorageFailed(f"another file has the name {upload.name} in {self.folder}")
            self._take(incoming, upload, by_name)
            sync_folder(self._files)
            self._write(by_name.values())

    def remove(self, document_ids: Collection[str], store: Texts | None) -> None:
        """Remove uploads by their ids, all or none."""
        with self._changing():
            by_id = {upload.document_id: upload for upload in self.all()}
            for document_id in document_ids:
                if document_id not in by_id:
                    raise why_not(document_id, by_id.__contains__, store, self.holds)
            left = [upload for name, upload in by_id.items() if name not in document_ids]
            self._write(left)

    def clear_dead(self) -> None:
        """Remove files that were on their way in when their process died."""
        if self.folder.exists():
            with self._changing():
                pass

    @contextmanager
    def _changing(self) -> Iterator[Path]:
        """Hold the lock during the `with` block, and first remove what crashes left.

        Gives the folder of files on their way in.
        """
        with storage_failures():
            make_folder(self._files)
            with changing_alone(self.folder) as incoming:
                yield incoming

    def _write(self, uploads: Collection[Upload]) -> None:
        """Replace the table of names, and remove the files that it does not name."""
        replace_file(self._names, to_table(uploads))
        wanted = {upload.sha256 for upload in uploads}
        for path in self._files.iterdir():
            if path.name not in wanted:
                path.unlink()
        sync_folder(self._files)
