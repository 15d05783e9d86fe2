"""The names of uploads in object storage: one small object each, which never changes.

    PREFIX/names/<sha256 of the name>.json   an upload, and the key of its bytes
    PREFIX/format.json                       which version of Pincite keeps these

The storage itself decides who gets a name: of several that create one object at once, one succeeds.
So nobody reads a table of all names to write it again, and no server loses what another one added.
"""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

from index.documents.objects.bucket import Bucket, KeptObject
from index.errors import BucketFailed, StorageFailed
from index.roots import written
from index.uploads.uploads import Upload

_FORMAT = 1
_MARK = "format.json"
_NAMES = "names"
_AT_ONCE = 16  # objects; each takes some ten milliseconds, of which most is waiting


@dataclass(frozen=True, slots=True)
class NameEntry:
    """An upload and the key of its bytes, which no other entry has."""

    upload: Upload
    key: str


class SharedNames:
    """The names of all uploads of a bucket. For any number of threads.

    Every method raises BucketAway, BucketFailed, and StorageFailed for an object that is damaged.
    """

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._known: dict[KeptObject, NameEntry] = {}  # an object of one stamp never changes
        self._begun = False

    def begin(self) -> None:
        """Make sure, once, that the storage can decide who gets a name.

        Raises StorageFailed where another version of Pincite keeps the uploads.
        """
        if self._begun:
            return
        mark = json.dumps({"format": _FORMAT}).encode()
        if self._bucket.create(_MARK, mark) and self._bucket.create(_MARK, mark):
            raise BucketFailed(
                "object storage that takes no notice of If-None-Match cannot keep files that are "
                "added"
            )
        if self._bucket.read(_MARK) != mark:
            raise self._damaged(_MARK, "another version of Pincite wrote it")
        self._begun = True

    def of(self, name: str) -> NameEntry | None:
        """Return the upload of that name; None if there is none."""
        key = _key_of(name)
        data = self._bucket.read(key)
        return None if data is None else self._entry(key, data)

    def claim(self, entry: NameEntry) -> NameEntry:
        """Give an upload its name unless another has it; return the one that has it then."""
        name = entry.upload.name
        data = json.dumps({"format": _FORMAT, "key": entry.key, **asdict(entry.upload)}).encode()
        while not self._bucket.create(_key_of(name), data):
            # It may be its own, if the answer to the first try was lost on its way.
            if holder := self.of(name):
                return holder
        return entry

    def give_up(self, name: str) -> None:
        """Remove a name, if it is there."""
        # Without a condition, since few storages know conditions of removals. Whoever adds a file
        # under this name just now is taken to have done it before the removal.
        self._bucket.delete(_key_of(name))

    def all(self) -> list[NameEntry]:
        """Return all uploads, by name."""
        listed = self._bucket.list(_NAMES)
        new = [kept for kept in listed.objects if kept not in self._known]
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            try:
                found = dict(zip(new, threads.map(self._read, new), strict=True))
            except BaseException:
                threads.shutdown(cancel_futures=True)  # the others would fail as slowly
                raise
        known = {kept: self._known.get(kept) or found.get(kept) for kept in listed.objects}
        self._known = {kept: entry for kept, entry in known.items() if entry}
        return sorted(self._known.values(), key=lambda entry: entry.upload.name)

    def _read(self, kept: KeptObject) -> NameEntry | None:
        """Return the upload of an object; None if it was removed meanwhile."""
        data = self._bucket.read(kept.key)
        return None if data is None else self._entry(kept.key, data)

    def _entry(self, key: str, data: bytes) -> NameEntry:
        try:
            found: dict[str, Any] = json.loads(data)
            if found.pop("format") != _FORMAT:
                raise ValueError("another version of Pincite wrote it")
            return NameEntry(key=found.pop("key"), upload=Upload(**found))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._damaged(key, str(error)) from error

    def _damaged(self, key: str, reason: str) -> StorageFailed:
        return StorageFailed(f"{written(self._bucket.path(key))} cannot be read: {reason}")


def _key_of(name: str) -> str:
    """Return the key of a name: of one length, and of characters that every storage takes."""
    return f"{_NAMES}/{hashlib.sha256(name.encode()).hexdigest()}.json"
