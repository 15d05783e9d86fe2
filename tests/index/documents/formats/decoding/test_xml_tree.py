import pytest

from index.documents.formats.decoding.xml_tree import xml_of
from index.errors import Unreadable
from index.originals import FileStatus


def status_of(data: bytes) -> FileStatus:
    with pytest.raises(Unreadable) as caught:
        xml_of(data)
    return caught.value.status


def test_xml_is_parsed_in_its_encoding() -> None:
    xml = "<?xml version='1.0' encoding='UTF-16'?><a>Fischotter – loutre</a>"
    assert xml_of(xml.encode("utf-16")).text == "Fischotter – loutre"


@pytest.mark.parametrize("data", [b"", b"no xml", b"<a><b></a>", b"<a>", b"<a>\xff</a>", b"\0\0"])
def test_damaged_xml_is_broken(data: bytes) -> None:
    assert status_of(data) is FileStatus.BROKEN


def test_a_doctype_without_definitions_is_harmless() -> None:
    xml = b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "xhtml11.dtd"><html><p>a</p></html>'
    assert xml_of(xml).findtext("p") == "a"


def test_xml_that_defines_entities_is_refused() -> None:
    assert status_of(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>") is FileStatus.BROKEN
    lines = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    bomb = f"<!DOCTYPE a [<!ENTITY e0 'ha'>{lines}]><a b='&e11;'>&e11;</a>"
    assert status_of(bomb.encode()) is FileStatus.BROKEN


def test_no_file_is_read_for_an_entity() -> None:
    xml = f"<!DOCTYPE a [<!ENTITY b SYSTEM 'file://{__file__}'>]><a>&b;</a>"
    assert status_of(xml.encode()) is FileStatus.BROKEN


def test_xml_of_great_depth_is_too_large() -> None:
    assert status_of(b"<a>" * 5000 + b"</a>" * 5000) is FileStatus.TOO_LARGE
