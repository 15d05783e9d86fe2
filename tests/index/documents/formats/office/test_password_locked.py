import random
import string
from io import BytesIO

import pytest
from msoffcrypto.method.ecma376_agile import ECMA376Agile

from index.documents.formats.kinds import kind_of
from index.documents.formats.office.password_locked import read_locked
from index.documents.formats.office.word.word_document import read_docx
from index.errors import Unreadable
from index.originals import FileStatus, Original
from tests.index.documents.formats.office_files import docx, only, paragraph


def locked(data: bytes, password: str) -> bytes:
    return bytes(ECMA376Agile.encrypt(password, BytesIO(data)))


# What is shorter than 4096 bytes, the library writes in a way that no program reads.
FILLER = "".join(random.Random(1).choices(string.ascii_letters, k=8000))
LOCKED = locked(docx(paragraph("Otters dive for crabs.") + paragraph(FILLER)), "s3cret")


def failure(data: bytes, password: str | None) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        list(read_locked(Original("a.docx", data, password), read_docx))
    return caught.value


def test_a_locked_file_is_read_with_its_password() -> None:
    assert kind_of("a.docx", LOCKED) == "locked_office"
    document = only(read_locked(Original("a.docx", LOCKED, "s3cret"), read_docx))
    assert document.text.startswith("Otters dive for crabs.\n\n")


def test_without_its_password_it_is_told() -> None:
    for password, reason in ((None, "not known"), ("other", "not the one given")):
        told = failure(LOCKED, password)
        assert (told.status, told.hint) == (FileStatus.ENCRYPTED, "index it with --password")
        assert reason in str(told)


def test_what_is_locked_may_be_damaged() -> None:
    no_archive = locked(FILLER.encode(), "s3cret")
    for data in (LOCKED[:-2000], LOCKED[:1500], no_archive):
        assert failure(data, "s3cret").status is FileStatus.BROKEN
