"""What a quote announces, and what follows it names."""

import pytest

from service.followups.said.announced import announced_by
from service.followups.said.history import Past


@pytest.mark.parametrize(
    ("quote", "following", "names"),
    [
        (
            "There are two ways.",
            "The valley bus leaves at 8.10. It does not run on Sundays. The rail car goes daily.",
            ["the valley bus", "the rail car"],
        ),
        (
            "Each call carries 2 headers.",
            "Lark-Time holds the time.\nLark-Sign holds the signature.\nBoth are needed.",
            ["Lark-Time", "Lark-Sign"],
        ),
        ("There are three routes.", "Route 1 is flat. Route 2 is wet. Route 3 is steep.",
         ["Route 1", "Route 2", "Route 3"]),
        ("You can choose between two plans.", " | Meadow | Summit\nExcess | 100 | none",
         ["Meadow", "Summit"]),
        ("The bike has two batteries.", "Battery | Range\nSlim | 60 km\nTrek | 95 km",
         ["Slim", "Trek"]),
        # Nothing is announced, or not as many follow, or the quote names them itself.
        ("The bus takes two hours.", "The driver sells tickets. The tickets are cheap.", []),
        ("There is one way.", "The bus leaves at 8.10. The rail car goes daily.", []),
        ("There are three ways.", "The bus leaves at 8.10. The rail car goes daily.", []),
        ("There are two sorts: thin and thick ones.", "Bins are emptied. Masks are kept.", []),
        ("There are two ways.", "", []),
        ("There are two plans.", " | \n | \nExcess | none", []),
    ],
)  # fmt: skip
def test_what_follows_is_named(quote: str, following: str, names: list[str]) -> None:
    past = Past("What is there?", "What is there?", (quote,), following=following)
    assert announced_by(past) == names
