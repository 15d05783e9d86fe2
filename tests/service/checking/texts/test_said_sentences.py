"""How a text is split: every offset is one of the text that was sent, and what is not claimed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.checking.texts.said_sentences import (
    CODE,
    HEADING,
    LEAD_IN,
    QUESTION,
    TALK,
    SaidSentence,
    plain,
    said_in,
)


def split(text: str) -> list[str]:
    return [one.span.of(text) for one in said_in(text)]


def by_text(text: str) -> dict[str, SaidSentence]:
    return {one.span.of(text): one for one in said_in(text)}


def test_markers_belong_to_the_sentence_before_them_and_are_no_part_of_its_claim() -> None:
    text = "Otters eat fish. [1][2] They dive deep [3]. Mills grind barley.[4] 🦦 End."
    said = said_in(text)
    assert [one.span.of(text) for one in said] == [
        "Otters eat fish. [1][2]",
        "They dive deep [3].",
        "Mills grind barley.[4]",
        "🦦 End.",
    ]
    assert [one.claim for one in said][:3] == [
        "Otters eat fish.",
        "They dive deep.",
        "Mills grind barley.",
    ]
    assert [one.markers for one in said] == [(1, 2), (3,), (4,), ()]


def test_what_asserts_nothing_is_not_to_be_checked() -> None:
    text = (
        "# Otters\n\nHello there! What do they eat? They eat these:\n\n- fish\n- crabs\n\n"
        "```sh\notter --dive. 8\n\n```\n"
        "Deep rivers\n-----------\nThey flow."
    )
    unchecked = {one.span.of(text): one.unchecked for one in said_in(text)}
    assert unchecked == {
        "# Otters": HEADING,
        "Hello there!": TALK,
        "What do they eat?": QUESTION,
        "They eat these:": LEAD_IN,
        "fish": "",
        "crabs": "",
        "```sh\notter --dive. 8\n\n```": CODE,
        "Deep rivers": HEADING,
        "They flow.": "",
    }


def test_an_item_claims_what_its_lead_in_begins() -> None:
    said = by_text("The plan includes:\n- 100 GB of storage\n- It costs 5 euros.\n")
    assert said["100 GB of storage"].claim == "The plan includes 100 GB of storage"
    assert said["It costs 5 euros."].claim == "It costs 5 euros."


def test_a_sentence_that_points_back_is_sought_with_the_one_before() -> None:
    said = by_text("The mill grinds barley. It stands in the valley.")
    assert said["It stands in the valley."].claim == "It stands in the valley."
    assert said["It stands in the valley."].query == (
        "The mill grinds barley. It stands in the valley."
    )


def test_a_sentence_goes_on_where_a_line_was_wrapped_and_ends_where_a_record_does() -> None:
    wrapped = (
        "The old mill in the valley grinds barley twice a week, and the miller who\n"
        "owns it sells the flour on the market. It is old.\n"
    )
    assert split(wrapped) == [wrapped[:112], "It is old."]
    assert split("Name: Ada\nPhone: 12 34\nRoom: 7") == ["Name: Ada", "Phone: 12 34", "Room: 7"]


def test_rows_of_a_table_are_claims_and_its_header_is_none() -> None:
    text = "| Plan | Storage |\n|---|---|\n| Team | 100 GB |\n"
    said = by_text(text)
    assert said["| Plan | Storage |"].unchecked == HEADING
    assert said["| Team | 100 GB |"].claim == "Team | 100 GB"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**Otters** eat _fish_.", "Otters eat fish."),
        ("An [otter](http://a.example/b) ![eats](x.png) fish.", "An otter eats fish."),
        ("Set `max_users` to 3 * 4 * 5.", "Set max_users to 3 * 4 * 5."),
        ("Otters eat fish 【4】.", "Otters eat fish."),
        ("The array [a, b] stays.", "The array [a, b] stays."),
    ],
)
def test_markup_is_no_part_of_a_claim(text: str, words: str) -> None:
    assert plain(text) == words


@given(st.text(alphabet=st.sampled_from("aB1.?!:|-#>`*_[]()\n\r \t“”é🦦中。"), max_size=200))
def test_sentences_lie_in_the_text_in_order_whatever_it_is(text: str) -> None:
    end = 0
    for one in said_in(text):
        assert end <= one.span.start < one.span.end <= len(text)
        assert one.span.of(text) == one.span.of(text).strip()
        end = one.span.end


def test_german_sentences_are_split_as_german() -> None:
    first = "Die alte Mühle, z. B. die am Fluss, mahlt zweimal in der Woche die Gerste."
    second = "Am 3. Mai 1890 standen in dem Tal noch sieben, und sie wurden nicht verkauft."
    assert split(f"{first} {second}") == [first, second]
