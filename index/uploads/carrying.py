"""Carries uploads from one home to another."""

from index.errors import StorageFailed
from index.uploads.uploads import Upload, Uploads

_BLOCK = 2**20  # bytes


def carry(source: Uploads, target: Uploads) -> list[Upload]:
    """Keep all uploads of one home in another, with names, times and owners, and return them.

    The first home keeps them too. What is there already is not sent again, so that a move that was
    broken off goes on. Raises StorageFailed where one of the names is taken there by another file.
    """
    uploads = source.all()
    for upload in uploads:
        copy_upload(source, upload, target)
    return uploads


def copy_upload(source: Uploads, upload: Upload, target: Uploads) -> None:
    """Keep one upload of a home in another too. Raises StorageFailed as `carry` does."""
    try:
        file = source.opened(upload)
    except FileNotFoundError as error:
        raise StorageFailed(f"{upload.name} is gone; nothing of it was carried") from error
    with file, target.receive() as incoming:
        while block := file.read(_BLOCK):
            incoming.write(block)
        if incoming.sha256 != upload.sha256:
            raise StorageFailed(f"{upload.name} is damaged: it has other bytes than it came with")
        target.adopt(upload, incoming)
