import pytest

from service.answering.agreement.named_kinds import (
    is_of_another_name,
    named_kinds_in,
    unknown_in,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("How much does the Alder ticket cost?", {("ticket", frozenset({"alder"}))}),
        ("Who guards the beach of Halm?", {("beach", frozenset({"halm"}))}),
        ("Where are the lockers of the Old Mill?", {("locker", frozenset({"old", "mill"}))}),
        ("Who washes Halm's boats?", set()),
        ("The ticket is sold by Halm.", set()),
        ("", set()),
    ],
)
def test_a_name_beside_a_noun_tells_which_of_its_kind(
    text: str, found: set[tuple[str, frozenset[str]]]
) -> None:
    assert named_kinds_in(text) == found


ASKED = named_kinds_in("How much does the Alder ticket cost?")


@pytest.mark.parametrize("text", ["The Alders run far.", "ALDER", "Tickets of the Alder line"])
def test_a_name_is_known_in_any_form(text: str) -> None:
    assert unknown_in(ASKED, ["The Birch ticket costs 3 pounds.", text]) == set()


def test_another_of_the_kind_is_no_answer() -> None:
    unknown = unknown_in(ASKED, ["The Birch ticket costs 3 pounds.", "A child pays half."])
    assert unknown == ASKED
    assert is_of_another_name(unknown, named_kinds_in("The Birch ticket costs 3 pounds."))
    assert not is_of_another_name(unknown, named_kinds_in("A child pays half for each ticket."))
