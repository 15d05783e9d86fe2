from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.agreement.values import Value, ValueKind, find_values, value_in


def meanings(text: str) -> list[tuple[object, ...]]:
    return [value.meaning for value in find_values(text)]


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("It has 1,000 rooms.", 1000, ""),
        ("It has 1000 rooms.", 1000, ""),
        ("It has one thousand rooms.", 1000, ""),
        ("It has a thousand rooms.", 1000, ""),
        ("It has 1 thousand rooms.", 1000, ""),
        ("It has twenty-five rooms.", 25, ""),
        ("It has two hundred and five rooms.", 205, ""),
        ("It is 2.5 miles long.", Decimal("2.5"), ""),
        ("It cost 3 million crowns.", 3_000_000, ""),
        ("It cost $3 million.", 3_000_000, "$"),
        ("It cost US$3m.", 3_000_000, "$"),
        ("It cost three million dollars.", 3_000_000, "$"),
        ("It cost 3m euros.", 3_000_000, "€"),
        ("It cost £5bn.", 5_000_000_000, "£"),
        ("It is 3m high.", 3, "m"),
        ("Some 40% stayed.", 40, "%"),
        ("Approximately 40 stayed.", 40, ""),
        ("Roughly 1,000 stayed.", 1000, ""),
        ("Above 40 it boils.", 40, ""),
        ("Only 40 per cent stayed.", 40, "%"),
        ("Only forty percent stayed.", 40, "%"),
        ("It was -5 degrees.", -5, ""),
    ],
)
def test_a_number_is_the_same_however_it_is_written(text: str, amount: float, unit: str) -> None:
    assert meanings(text) == [(amount, unit)]
    assert find_values(text)[0].kind is ValueKind.NUMBER


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("on 12 May 1999.", (1999, 5, 12)),
        ("on the 12th of May 1999.", (1999, 5, 12)),
        ("on May 12, 1999.", (1999, 5, 12)),
        ("on 1999-05-12.", (1999, 5, 12)),
        ("on Sept. 12, 1999.", (1999, 9, 12)),
        ("on May 12.", (None, 5, 12)),
        ("in May 1999.", (1999, 5, None)),
        ("in 1999.", (1999, None, None)),
        ("in 1999 it burned.", (1999, None, None)),
    ],
)
def test_a_date_is_the_same_however_it_is_written(text: str, date: tuple[int | None, ...]) -> None:
    assert meanings(text) == [date]
    assert find_values(text)[0].kind is ValueKind.DATE


@pytest.mark.parametrize(
    "text",
    [
        *("Apollo 11 landed.", "See chapter 5.", "the 1990s", "the 21st century", "at 1:30:15"),
        *("12/05/1999", "1914–18", "COVID-19", "version 1.2.3", "half a million", "B52"),
    ],
)
def test_what_may_be_something_else_is_kept_as_it_is_written(text: str) -> None:
    [value] = find_values(text)
    assert value.kind is ValueKind.OTHER
    assert value.meaning == (value.span.of(text).casefold(),)


@pytest.mark.parametrize("text", ["at 14:30", "at 2.30 p.m.", "by 2:30pm", "at 14:30."])
def test_a_time_is_the_same_however_it_is_written(text: str) -> None:
    [value] = find_values(text)
    assert (value.kind, value.meaning) == (ValueKind.TIME, (14 * 60 + 30,))


def test_four_digits_before_a_noun_are_a_count_and_no_year() -> None:
    assert meanings("1500 people fled") == [(1500, "")]


@pytest.mark.parametrize(
    "text", ["one of them", "two three", "twenty twelve", "millions of people", "no number", ""]
)
def test_other_words_are_no_values(text: str) -> None:
    assert find_values(text) == []


@pytest.mark.parametrize("vague", ["about", "more than", "nearly", "up to", "at least", "almost"])
def test_a_vague_number_is_not_exact(vague: str) -> None:
    [value] = find_values(f"It cost {vague} 100 crowns.")
    assert not value.exact


def test_values_stand_in_order_where_they_say() -> None:
    text = "😀 In 1890 seven mills burned on 3 May 1891; 40 % of 1,200 people fled."
    found = find_values(text)
    assert [value.span.of(text) for value in found] == [
        *("1890", "seven", "3 May 1891", "40 %", "1,200")
    ]


WRITTEN = st.lists(
    st.one_of(
        st.sampled_from(
            "12 1999 May 1,000 3.5 million hundred and a $ % - – one twenty per cent about Apollo"
            " chapter 3m 1999-05-12 12th ٣ ² İ half of".split()
        ),
        st.text(max_size=5),
    )
).map(" ".join)


@given(st.one_of(st.text(), WRITTEN))
def test_any_text_can_be_read_and_no_two_values_overlap(text: str) -> None:
    found: list[Value] = find_values(text)
    ends = [0, *(value.span.end for value in found)]
    assert all(
        end <= value.span.start < value.span.end for end, value in zip(ends, found, strict=False)
    )


@pytest.mark.parametrize(
    ("value", "text", "stands"),
    [
        ("3 million", "Not 13 million but 3 million came.", 19),
        ("3", "It rose by 2.3 in 3 years.", 18),
        ("5", "Of 15 some, of 5 all.", 15),
        ("4", "44 of 4", 6),
        ("twelve", "It is twelve.", 6),
        ("3 million", "Some 13 million came.", None),
        ("3 million", "Some 2-3 million came.", None),
        ("7", "none", None),
    ],
)
def test_a_value_stands_where_it_is_no_part_of_another(
    value: str, text: str, stands: int | None
) -> None:
    found = value_in(text, value)
    assert (found and found.start) == stands


def test_a_text_of_very_many_digits_and_scales_is_read() -> None:
    for text in ("9" * 50_000, "1" + " million" * 5_000, "one " * 20_000, "1," * 20_000):
        find_values(text)
