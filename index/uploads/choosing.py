"""Where the uploads of some settings are kept."""

from pathlib import Path

from index.settings import IndexSettings
from index.uploads.bucket_uploads import BucketUploads
from index.uploads.folder_uploads import FolderUploads
from index.uploads.uploads import Uploads


def uploads_of(settings: IndexSettings) -> Uploads:
    """Return the home of the uploads. Nothing is read or written yet.

    Raises UsageError where they are in object storage, and its client is not installed.
    """
    if settings.uploads:
        return BucketUploads(Path(settings.uploads), settings.data_dir)
    return FolderUploads(settings.data_dir)
