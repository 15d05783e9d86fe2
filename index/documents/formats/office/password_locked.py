"""Opens files of Office programs that are encrypted with a password (MS-OFFCRYPTO)."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from msoffcrypto import OfficeFile
from msoffcrypto.exceptions import InvalidKeyError

from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import RawDocument, Reader

_HINT = "index it with --password"


def read_locked(original: Original, read: Reader) -> Iterator[RawDocument | FileReport]:
    """Yield what `read` makes of the file once it is decrypted.

    Raises Unreadable: ENCRYPTED where the password is not known or not the one given, BROKEN, and
    whatever `read` raises.
    """
    if original.password is None:
        raise Unreadable("its password is not known", FileStatus.ENCRYPTED, _HINT)
    yield from read(replace(original, data=_decrypted(original.data, original.password)))


def _decrypted(data: bytes, password: str) -> bytes:
    opened, is_known = BytesIO(), False
    try:
        locked = OfficeFile(BytesIO(data))
        locked.load_key(password=password, verify_password=True)
        is_known = True
        locked.decrypt(opened)
    except Exception as error:  # it raises what its own code meets in a damaged file
        if isinstance(error, InvalidKeyError) and not is_known:
            reason = "its password is not the one given"
            raise Unreadable(reason, FileStatus.ENCRYPTED, _HINT) from error
        raise Unreadable("its encryption is damaged or unknown") from error
    return opened.getvalue()
