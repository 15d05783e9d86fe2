"""The roots of an index: folders and files of this machine, and places in object storage.

A place in object storage is written `s3://bucket/prefix`. As a Path it is `s3:/bucket/prefix`: it
has parents and names as files have, and is equal to no absolute path.
"""

from pathlib import Path

_SCHEME = "s3:"


def is_object(path: Path) -> bool:
    """Whether a path is a place in object storage."""
    return path.parts[:1] == (_SCHEME,)


def written(path: Path) -> str:
    """Return a path as people write it."""
    return f"{_SCHEME}//{key_of_path(path)}" if is_object(path) else str(path)


def key_of_path(path: Path) -> str:
    """Return the bucket and the key of a place in object storage, without the scheme."""
    return "/".join(path.parts[1:])


def object_path(key: str) -> Path:
    """Return the path of an object from its bucket and key."""
    return Path(_SCHEME) / key


def resolved(path: Path) -> Path:
    """Return a path without links and relative parts; a place in object storage has none."""
    return path if is_object(path) else path.resolve()
