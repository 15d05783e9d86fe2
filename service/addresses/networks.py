"""Addresses and networks, as the settings name them."""

import ipaddress


def networks(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the networks; an address is a network of one. Raises ValueError for what is none."""
    for name in names:
        try:
            ipaddress.ip_network(name, strict=False)
        except ValueError as error:
            raise ValueError(
                f"{name} is no address and no network; write one such as 10.0.0.0/8"
            ) from error
    return names
