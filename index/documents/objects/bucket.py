"""Objects that Pincite itself keeps in object storage, which many machines change at once.

Every call ends by a deadline, whatever the storage does: a person waits for it.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, Any

from index.documents.objects.object_storage import ask, away_in_time, in_words, need_client
from index.errors import BucketAway, BucketFailed
from index.roots import key_of_path, written

_ANSWER_S = 10.0  # for a request that carries little
_BYTES_A_SECOND = 2**20  # at least, of a file on its way
_EXISTS, _CONFLICT = 412, 409  # statuses of HTTP
_A_PAGE = 1000  # objects of a list; S3 gives no more at once
_CONFLICT_S = 0.2  # until a write that met another one is tried again


@dataclass(frozen=True, slots=True)
class KeptObject:
    """An object. key: below the bucket's place. stamp: changes with its content.

    changed: when it was written, in seconds since 1970 by the storage's clock.
    """

    key: str
    stamp: str
    changed: float


@dataclass(frozen=True, slots=True)
class ObjectList:
    """Objects as they were at one time. now: that time, as `KeptObject.changed` has it."""

    objects: list[KeptObject]
    now: float


class Bucket:
    """All objects below a place `s3://bucket/prefix`. For any number of threads.

    Every method raises BucketAway where the storage does not answer in time, and BucketFailed where
    it refuses. The storage must show each reader what was written last, as S3 has since 2020. The
    constructor asks it nothing, and raises UsageError where the client for S3 is not installed.
    """

    def __init__(self, place: Path) -> None:
        need_client()
        self.place = place
        self._bucket, _, self._prefix = key_of_path(place).partition("/")

    def path(self, key: str) -> Path:
        """Return where an object lies, as roots in object storage are written."""
        return self.place / key

    def read(self, key: str, size: int = 0) -> bytes | None:
        """Return the content of an object, of about `size` bytes; None if there is none."""
        try:
            answer = self._call("get_object", _within(size), Key=self._whole(key))
        except BucketFailed as error:
            if _answer(error)[0] == "NoSuchKey":
                return None
            raise
        data: bytes = answer["Body"]
        return data

    def create(self, key: str, data: bytes) -> bool:
        """Write an object unless there is one; return whether it was written.

        An answer that is lost on its way may make this False though it was written.
        """
        # If-None-Match with * is what S3, MinIO, Ceph and others have in common: one of several
        # that write the same key at once succeeds. fsspec has no such call of its own.
        for last in (False, False, False, True):
            try:
                self._call("put_object", Key=self._whole(key), Body=data, IfNoneMatch="*")
            except BucketFailed as error:
                status = _answer(error)[1]
                if status == _EXISTS:
                    return False
                if status != _CONFLICT or last:
                    raise
                time.sleep(_CONFLICT_S)
            else:
                break
        return True

    def write(self, key: str, file: IO[bytes], size: int) -> None:
        """Write an object of `size` bytes from a file, in one request: it is there whole or not."""
        key = self._whole(key)
        self._call("put_object", _within(size), Key=key, Body=file, ContentLength=size)

    def delete(self, key: str) -> None:
        """Delete an object, if there is one."""
        self._call("delete_object", Key=self._whole(key))

    def list(self, folder: str) -> ObjectList:
        """Return the objects whose keys begin with `folder` and a slash."""
        prefix, objects = self._whole(f"{folder}/"), list[KeptObject]()
        mark: dict[str, Any] = {}
        while True:
            page = self._call("list_objects_v2", Prefix=prefix, MaxKeys=_A_PAGE, **mark)
            objects += map(self._kept, page.get("Contents", ()))
            if not page.get("IsTruncated"):
                date = page["ResponseMetadata"]["HTTPHeaders"]["date"]
                return ObjectList(objects, parsedate_to_datetime(date).timestamp())
            mark = {"ContinuationToken": page["NextContinuationToken"]}

    def _kept(self, details: Mapping[str, Any]) -> KeptObject:
        key = details["Key"].removeprefix(self._whole(""))
        return KeptObject(key, details["ETag"], details["LastModified"].timestamp())

    def _whole(self, key: str) -> str:
        return f"{self._prefix}/{key}" if self._prefix else key

    def _call(self, method: str, within_s: float | None = None, **arguments: Any) -> Any:
        try:
            return ask(method, within_s or _ANSWER_S, Bucket=self._bucket, **arguments)
        except Exception as error:  # of the libraries for AWS, and of the network
            kind = BucketAway if away_in_time(error) else BucketFailed
            raise kind(f"{written(self.place)}: {in_words(error)}") from error


def _within(size: int) -> float:
    """Return how many seconds a request may take that carries so many bytes."""
    return _ANSWER_S + size / _BYTES_A_SECOND


def _answer(error: BaseException | None) -> tuple[str, int]:
    """Return the code and the status of HTTP that the storage answered with; "" and 0 for none.

    s3fs wraps what botocore raises, which has them.
    """
    while error is not None:
        if response := getattr(error, "response", None):
            return response["Error"].get("Code", ""), response["ResponseMetadata"]["HTTPStatusCode"]
        error = error.__cause__
    return "", 0
