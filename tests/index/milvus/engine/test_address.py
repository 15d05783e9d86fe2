import pytest

from index.errors import UsageError
from index.milvus.engine.address import MilvusAddress


@pytest.mark.parametrize(
    ("store", "uri", "name"),
    [
        ("milvus+http://10.0.0.7:19531/docs", "http://10.0.0.7:19531", "docs"),
        ("milvus+https://milvus.example/docs_2/", "https://milvus.example:19530", "docs_2"),
        ("milvus+http://[::1]:19530/docs", "http://[::1]:19530", "docs"),
        ("/data/index.db", "/data/index.db", "pincite"),
    ],
)
def test_a_store_is_an_address_and_a_name(store: str, uri: str, name: str) -> None:
    address = MilvusAddress.parse(store)
    assert (address.uri, address.name) == (uri, name)


@pytest.mark.parametrize(
    "store",
    [
        "milvus+http://10.0.0.7:19531",  # no name
        "milvus+http://10.0.0.7:19531/a-b",
        "milvus+http://10.0.0.7:port/docs",
        "milvus+http://me:secret@10.0.0.7/docs",
        "http://10.0.0.7:19530/docs",
        "postgresql://db/docs",
        "/data/index",
    ],
)
def test_anything_else_is_refused_with_what_it_must_be(store: str) -> None:
    with pytest.raises(UsageError, match=r"PINCITE_STORE must be milvus\+http") as refused:
        MilvusAddress.parse(store)
    assert "secret" not in str(refused.value)
