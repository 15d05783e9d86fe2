import struct
import zipfile
from io import BytesIO

import pytest

from index.documents.formats.decoding import zipped
from index.documents.formats.decoding.zipped import open_archive
from index.errors import Unreadable
from index.originals import FileStatus


def archive_of(members: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def unpack(data: bytes) -> None:
    archive = open_archive(data)
    for name in archive.names:
        archive.read(name)


def status_of(data: bytes) -> FileStatus:
    with pytest.raises(Unreadable) as caught:
        unpack(data)
    return caught.value.status


def test_members_are_listed_and_read() -> None:
    archive = open_archive(archive_of({"a/b.txt": b"otters", "c/": b"", "d.txt": b""}))
    assert archive.names == ["a/b.txt", "d.txt"]
    assert archive.read("a/b.txt") == b"otters"
    assert "a/b.txt" in archive
    assert "c/" not in archive


def test_a_missing_member_is_named() -> None:
    with pytest.raises(Unreadable, match=r"missing: word/document\.xml"):
        open_archive(archive_of({"a": b"b"})).read("word/document.xml")


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x05\x06", b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_archive_is_broken(data: bytes) -> None:
    assert status_of(data) is FileStatus.BROKEN


def test_an_archive_cut_at_any_byte_is_broken() -> None:
    whole = archive_of({"a.txt": b"otters dive for clams", "b.txt": b"and sleep afloat"})
    assert {status_of(whole[:end]) for end in range(len(whole) - 1)} == {FileStatus.BROKEN}


def test_a_changed_byte_is_noticed() -> None:
    content = bytes(range(256)) * 4
    data = archive_of({"a.bin": content})
    at = data.index(content[40:60]) if content[40:60] in data else len(data) // 2 - 40
    changed = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
    assert status_of(changed) is FileStatus.BROKEN


def test_a_member_that_unpacks_to_many_times_its_size_is_refused() -> None:
    assert status_of(archive_of({"bomb": b"0" * 2**22})) is FileStatus.BROKEN


def test_a_member_that_lies_about_its_size_is_not_unpacked_beyond_it() -> None:
    data = archive_of({"bomb": b"0" * 2**22})
    told = struct.pack("<I", 2**22)
    assert data.count(told) == 2, "the size stands with the member and in the directory"
    assert status_of(data.replace(told, struct.pack("<I", 1000))) is FileStatus.BROKEN


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MAX_MEMBERS", 3)
    assert open_archive(archive_of({str(n): b"x" for n in range(3)})).names == ["0", "1", "2"]
    assert status_of(archive_of({str(n): b"x" for n in range(4)})) is FileStatus.TOO_LARGE


def test_members_may_not_be_large_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MAX_BYTES_IN_ALL", 1000)
    assert status_of(archive_of({str(n): b"x" * 300 for n in range(4)})) is FileStatus.TOO_LARGE


def test_a_limit_of_the_caller_is_kept() -> None:
    archive = open_archive(archive_of({"a": b"otters"}))
    assert archive.read("a", limit=6) == b"otters"
    with pytest.raises(Unreadable) as caught:
        archive.read("a", limit=5)
    assert caught.value.status is FileStatus.TOO_LARGE


def test_an_encrypted_member_is_read_with_its_password_alone() -> None:
    assert status_of(ENCRYPTED) is FileStatus.ENCRYPTED
    assert open_archive(ENCRYPTED).is_encrypted("secret.txt")
    assert open_archive(ENCRYPTED, "clam").read("secret.txt") == b"otters"
    with pytest.raises(Unreadable) as caught:
        open_archive(ENCRYPTED, "kelp").read("secret.txt")
    assert caught.value.status is FileStatus.ENCRYPTED


def test_a_packing_that_is_not_known_is_unsupported() -> None:
    data = archive_of({"a": b"otters"})
    imploded = data.replace(b"\x00\x00\x08\x00", b"\x00\x00\x06\x00")  # flags, then the method
    assert status_of(imploded) is FileStatus.UNSUPPORTED


def test_the_bytes_of_a_name_in_an_old_encoding_can_be_had() -> None:
    name = "文章.txt".encode("cp932")
    data = archive_of({"x" * len(name): b"otters"}).replace(b"x" * len(name), name)
    archive = open_archive(data)
    assert [archive.undeclared_name(each) for each in archive.names] == [name]
    modern = open_archive(archive_of({"文章.txt": b"otters", "a.txt": b"b"}))
    assert [modern.undeclared_name(each) for each in modern.names] == [None, None]


def _zip_crypto(password: bytes, content: bytes, first_bytes: bytes) -> bytes:
    """Encrypt as APPNOTE.TXT 6.1 says; zipfile only decrypts."""
    table = [0] * 256
    for number in range(256):
        crc = number
        for _ in range(8):
            crc = crc >> 1 ^ (0xEDB88320 if crc & 1 else 0)
        table[number] = crc
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = keys[0] >> 8 ^ table[(keys[0] ^ byte) & 0xFF]
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = keys[2] >> 8 ^ table[(keys[2] ^ keys[1] >> 24) & 0xFF]

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in first_bytes + content:
        mixed = keys[2] | 2
        out.append(byte ^ (mixed * (mixed ^ 1) >> 8 & 0xFF))
        update(byte)
    return bytes(out)


def _encrypted_archive() -> bytes:
    content = b"otters"
    plain = BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("secret.txt", content)
    info = zipfile.ZipFile(plain).getinfo("secret.txt")
    check = info.CRC >> 24
    secret = _zip_crypto(b"clam", content, bytes(11) + bytes([check]))
    sizes = struct.pack("<II", len(content), len(content))
    data = plain.getvalue().replace(sizes, struct.pack("<II", len(secret), len(content)))
    data = data.replace(b"secret.txt" + content, b"secret.txt" + secret)
    data = data.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
    entry = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    offset = struct.pack("<I", entry)
    return data[: entry + 8] + b"\x01" + data[entry + 9 : end + 16] + offset + data[end + 20 :]


ENCRYPTED = _encrypted_archive()
