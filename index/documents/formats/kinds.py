"""Tells the kind of a file: by its content, and by its name only among kinds of text.

Documents are read, and data that people keep texts in (JSON, XML, CSV). Source code and the
settings of programs are not: in a folder of a project they outnumber its documents, and their
lines answer no questions. Text of no kind that is known is plain text.
"""

from pathlib import PurePosixPath

from index.documents.formats.binary_kinds import binary_kind
from index.documents.formats.signatures import Strange
from index.documents.formats.text_kinds import text_kind
from index.errors import Unreadable
from index.originals import FileStatus


def kind_of(name: str, data: bytes) -> str:
    """Return the kind of a file, which is a name in `index.documents.formats.READERS`.

    Raises Unreadable with the reason for a file of a kind that is known and not read, and for one
    that is not what its name says.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable("an empty file", FileStatus.EMPTY)
    path = PurePosixPath(name.lower())
    found = binary_kind(path, data) or text_kind(path, data)
    if isinstance(found, Strange):
        reason = f"{found.seems}, which Pincite does not read"
        raise Unreadable(reason, FileStatus.UNSUPPORTED, found.hint)
    return found
