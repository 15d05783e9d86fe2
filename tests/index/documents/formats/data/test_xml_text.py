import pytest

from index.documents.formats import read
from index.errors import Unreadable
from index.originals import FileStatus, Original
from index.records import BlockKind, RawDocument


def read_xml(xml: str) -> RawDocument:
    (raw,) = read(Original("a.xml", xml.encode()))
    assert isinstance(raw, RawDocument)
    return raw


def blocks(xml: str) -> list[tuple[BlockKind, str]]:
    raw = read_xml(xml)
    return [(block.kind, block.span.of(raw.text)) for block in raw.shape.blocks]


def test_short_elements_are_fields_and_long_ones_paragraphs() -> None:
    xml = (
        "<zoo><title>Otters</title><animal><name>Sea otter</name>"
        "<field name='weight'>30 kg</field><!-- secret --></animal>"
        f"<note>{'They dive for clams. ' * 10}</note></zoo>"
    )
    assert blocks(xml) == [
        (BlockKind.HEADING, "Otters"),
        (BlockKind.PARAGRAPH, "name: Sea otter"),
        (BlockKind.PARAGRAPH, "weight: 30 kg"),
        (BlockKind.PARAGRAPH, ("They dive for clams. " * 10).strip()),
    ]


def test_the_first_heading_is_the_title() -> None:
    assert read_xml("<zoo><title>Otters</title><n>7</n></zoo>").title == "Otters"
    assert read_xml("<zoo><n>7</n><m>8</m></zoo>").title == "a.xml"


def test_text_between_elements_stays_in_its_sentence() -> None:
    xml = "<doc><p>Otters <b>dive</b>\n for clams.</p><p>They sleep.</p></doc>"
    assert blocks(xml) == [
        (BlockKind.PARAGRAPH, "Otters dive for clams."),
        (BlockKind.PARAGRAPH, "They sleep."),
    ]


@pytest.mark.parametrize(
    ("xml", "status"),
    [
        ("<?xml version='1.0'?><a><b></a>", FileStatus.BROKEN),
        ("<?xml version='1.0'?><a><b/></a>", FileStatus.EMPTY),
        ("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", FileStatus.BROKEN),
    ],
)
def test_what_cannot_be_read_is_told(xml: str, status: FileStatus) -> None:
    with pytest.raises(Unreadable) as refused:
        read_xml(xml)
    assert refused.value.status is status
