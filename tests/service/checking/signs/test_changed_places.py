import pytest

from service.checking.signs.changed_places import names_in_each_others_place
from service.checking.signs.parsed_claim import ParsedClaim

SALE = "In 1998 Daimler bought Chrysler for 36 billion dollars."


def changed(claim: str, *near: str) -> tuple[str, str] | None:
    return names_in_each_others_place(ParsedClaim(claim), [ParsedClaim(one) for one in near])


@pytest.mark.parametrize(
    ("claim", "near", "names"),
    [
        ("Chrysler bought Daimler in 1998.", (SALE,), ("chrysler", "daimler")),
        (
            "The road leads from Upper Slaughter to Bourton through Naunton.",
            ("The old road leads from Bourton to Upper Slaughter.",),
            ("upper slaughter", "bourton"),
        ),
        (
            "Berlin is larger, and Hamburg has been the capital since 1990.",
            ("Hamburg is larger than it looks.", "Berlin has been the capital since 1990."),
            ("berlin", "hamburg"),
        ),
    ],
)
def test_names_that_changed_places_are_told(
    claim: str, near: tuple[str, ...], names: tuple[str, str]
) -> None:
    assert changed(claim, *near) == names


@pytest.mark.parametrize(
    ("claim", "near"),
    [
        ("Daimler bought Chrysler in 1998.", (SALE,)),
        ("Chrysler was bought by Daimler in 1998.", (SALE,)),
        ("Bob and Alice won the race.", ("Alice and Bob won the race.",)),
        ("The firms are Chrysler, Daimler and Fiat.", ("They are Daimler, Fiat and Chrysler.",)),
        ("Daimler bought Fiat.", (SALE,)),
        ("Nothing is named here.", (SALE,)),
        ("Daimler bought Chrysler.", ()),
    ],
)
def test_names_in_their_own_places_are_not(claim: str, near: tuple[str, ...]) -> None:
    assert changed(claim, *near) is None
