"""What the tests of uploads need of both homes."""

import os
from pathlib import Path

from index.documents.objects.bucket import Bucket
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.storage.texts import Store
from index.uploads.bucket_uploads import BucketUploads
from index.uploads.folder_uploads import FolderUploads
from index.uploads.uploads import Kept, Upload, Uploads

OTTER, KELP = b"The otter dives eight metres deep.", b"Kelp grows a foot a day."
PLACE = Path("s3://papers/added/here")


def bucket_uploads(data_dir: Path) -> BucketUploads:
    """Those of a server with this data folder."""
    return BucketUploads(PLACE, data_dir)


def put(
    uploads: Uploads,
    name: str,
    data: bytes,
    store: Store | None = None,
    added_by: str | None = None,
) -> Kept:
    with uploads.receive() as incoming:
        incoming.write(data)
        [kept] = uploads.keep([(name, incoming)], store, added_by)
    return kept


def bytes_of(uploads: Uploads, upload: Upload) -> bytes:
    with uploads.opened(upload) as file:
        return file.read()


def names(uploads: Uploads) -> list[str]:
    return [upload.name for upload in uploads.all()]


def ids(generations: Generations) -> list[str]:
    return [d.document_id for d in store_of(generations).summaries()]


def store_of(generations: Generations) -> Store:
    return Generation.open_current(generations).store


def held(uploads: Uploads) -> list[bytes]:
    """The bytes of all files that lie there, whatever their names."""
    if isinstance(uploads, FolderUploads):
        folders = [uploads.folder / "files", uploads.folder / "incoming"]
        return [path.read_bytes() for folder in folders for path in folder.iterdir()]
    assert os.environ["AWS_ENDPOINT_URL_S3"]
    bucket = Bucket(PLACE)
    return [bucket.read(kept.key) or b"" for kept in bucket.list("files").objects]
