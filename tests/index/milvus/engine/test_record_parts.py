import random

import pytest

from index.errors import GenerationDamaged
from index.milvus.engine.connection import MilvusConnection
from index.milvus.engine.generation_tables import RECORDS, fields_of, indexes_of
from index.milvus.engine.record_parts import Records, rows_of


@pytest.fixture
def collection(milvus: MilvusConnection) -> str:
    name = f"{milvus.address.name}_records"
    milvus.create(name, fields_of(RECORDS, 0))
    return name


def test_records_of_any_length_come_back_as_they_were(
    milvus: MilvusConnection, collection: str
) -> None:
    # It does not compress well, so that it takes several parts.
    long = "".join(map(chr, random.Random(1).choices(range(0x4E00, 0x9FFF), k=60_000)))
    values = ["", [1, None, "é 🦦 \ud800"], long]
    rows = [row for number, value in enumerate(values) for row in rows_of("x", number, value)]
    assert len(rows) > 4
    milvus.insert(collection, rows)
    milvus.finish(collection, indexes_of(RECORDS, "FLAT"))
    records = Records(milvus, collection)
    assert records.many("x", [2, 0, 1]) == [values[2], values[0], values[1]]
    assert list(records.each("x", 3)) == values


def test_a_record_that_lacks_a_part_is_damage(milvus: MilvusConnection, collection: str) -> None:
    rows = rows_of("x", 0, random.Random(1).randbytes(80_000).hex())
    milvus.insert(collection, rows[:-1])
    milvus.finish(collection, indexes_of(RECORDS, "FLAT"))
    for number in (0, 1):
        with pytest.raises(GenerationDamaged, match=f"no whole record x/{number}"):
            Records(milvus, collection).one("x", number)
