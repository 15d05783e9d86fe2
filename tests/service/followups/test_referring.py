"""Words that refer back, and an "it" that may only hold the place of what follows."""

import pytest

from service.english.parsed_text import ParsedText
from service.followups.kinds.referring import clause_after, references_in


@pytest.mark.parametrize(
    ("question", "led"),
    [
        ("Is it safe to swim here?", "ADJ TO"),
        ("how long does it take to dry", "take TO"),
        ("Is it true that cats dream?", "ADJ SCONJ"),
        ("Does it have to be renewed?", "have TO"),
        ("How far is it from the gate to the pool?", ""),
        ("Is its lid safe to wash?", ""),
        ("Was it built before the railway came to the valley?", ""),
        ("Are they safe to eat?", ""),
    ],
)
def test_it_may_hold_the_place_of_a_clause(question: str, led: str) -> None:
    parsed = ParsedText(question)
    (reference,) = references_in(parsed)
    assert clause_after(parsed, reference) == led
