"""A request -> its sender, by the key and the address that it is sent from."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Scope

_OWN_BITS = 64  # of an IPv6 address; whoever has one has all that begin with these


@dataclass(frozen=True, slots=True)
class Sender:
    """Whoever sends requests.

    name: the id of its key; the address without a key. All senders of one name share its turns.
    address: from which it sends; they take these turns in turns.
    """

    name: str
    address: str


ANYBODY = Sender("", "")


class Senders:
    """Tells senders apart.

    proxies: networks in front, whose X-Forwarded-For is believed. Any other header could name any
    address, and one sender could look like many.
    """

    def __init__(self, proxies: Sequence[str] = ()) -> None:
        self._proxies = tuple(ipaddress.ip_network(proxy, strict=False) for proxy in proxies)

    def of(self, scope: Scope, key_id: str | None) -> Sender:
        """Return the sender of a request that is sent with this key; None for none."""
        client: tuple[str, int] | None = scope.get("client")
        address = client[0] if client else ""
        # The nearest proxy writes last.
        named = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
        while named and self._is_proxy(address):
            address = named.pop().strip() or address
        address = _whole(address)
        return Sender(key_id or address, address)

    def _is_proxy(self, address: str) -> bool:
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(ip in network for network in self._proxies)


def _whole(address: str) -> str:
    """Return what belongs to one sender: an IPv4 address, or the network of an IPv6 address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((int(ip), _OWN_BITS), strict=False))
