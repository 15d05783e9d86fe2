import re

import pytest

from service.english.calendar import MONTH_BUT_MAY, MONTH_OR_SHORT, MONTHS, YEAR, month_number


@pytest.mark.parametrize(
    ("name", "number"), [("january", 1), ("Feb", 2), ("May", 5), ("Sept.", 9), ("DEC", 12)]
)
def test_a_month_is_known_by_its_first_three_letters(name: str, number: int) -> None:
    assert month_number(name) == number


def test_every_month_has_a_short_form() -> None:
    for month in MONTHS:
        assert re.fullmatch(MONTH_OR_SHORT, month)
        assert re.fullmatch(MONTH_OR_SHORT, month[:3])
    assert re.fullmatch(MONTH_OR_SHORT, "sept")
    assert not re.fullmatch(MONTH_OR_SHORT, "janu")


def test_may_alone_does_not_tell_of_a_month() -> None:
    assert [month for month in MONTHS if not re.fullmatch(MONTH_BUT_MAY, month)] == ["may"]


@pytest.mark.parametrize(
    ("digits", "is_year"), [("999", False), ("1000", True), ("2099", True), ("2100", False)]
)
def test_a_year_lies_between_1000_and_2099(digits: str, is_year: bool) -> None:
    assert bool(re.fullmatch(YEAR, digits)) == is_year
