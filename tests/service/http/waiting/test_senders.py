import pytest
from starlette.types import Scope

from service.http.waiting.senders import Sender, Senders


def scope(address: str, forwarded: str | None = None) -> Scope:
    headers = [] if forwarded is None else [(b"x-forwarded-for", forwarded.encode())]
    return {"type": "http", "client": (address, 50000), "headers": headers}


def test_a_caller_is_known_by_its_key_and_its_address() -> None:
    senders = Senders()
    assert senders.of(scope("192.0.2.1"), "k1") == Sender("k1", "192.0.2.1")
    assert senders.of(scope("192.0.2.1"), None) == Sender("192.0.2.1", "192.0.2.1")
    assert senders.of({"type": "http", "headers": []}, None) == Sender("", "")


def test_what_a_stranger_writes_about_itself_is_not_believed() -> None:
    assert Senders().of(scope("192.0.2.1", "198.51.100.7"), None).address == "192.0.2.1"
    trusting = Senders(["10.0.0.0/8"])
    assert trusting.of(scope("192.0.2.1", "198.51.100.7"), None).address == "192.0.2.1"


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7", "198.51.100.7"),  # only the nearest proxy is known
        ("198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("", "10.0.0.1"),
        ("x" * 1000, "x" * 64),
    ],
)
def test_the_nearest_address_that_is_no_proxy_counts(forwarded: str, address: str) -> None:
    assert Senders(["10.0.0.0/8"]).of(scope("10.0.0.1", forwarded), None).address == address


def test_whoever_has_a_network_of_ipv6_is_one() -> None:
    of = Senders().of
    assert of(scope("2001:db8::1"), None) == of(scope("2001:db8::ffff:2"), None)
    assert of(scope("2001:db8::1"), None) != of(scope("2001:db8:0:1::1"), None)
    assert of(scope("::ffff:192.0.2.1"), None).address == "192.0.2.1"
