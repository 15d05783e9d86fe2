from collections.abc import Sequence

from index.documents.splitting.places import Places
from index.records import Span

TEXT = "One otter dives. Two seals rest. One otter dives. The last swims."
SENTENCES = (0, 17, 33, 50)


def places(
    *passages: str,
    text: str = TEXT,
    begins: Sequence[int] = SENTENCES,
    anywhere: Sequence[Span] = (),
) -> Places:
    return Places(text, dict(enumerate(passages)), begins, anywhere)


def whole(text: str = TEXT) -> Span:
    return Span(0, len(text))


def test_a_passage_that_stands_once_is_found() -> None:
    found = places("Two seals rest.", "The last swims.")
    assert found.only_one(0, whole()) == Span(17, 32)
    assert found.only_one(1, whole()) == Span(50, 65)


def test_one_that_stands_twice_is_found_where_the_span_holds_one_of_them() -> None:
    found = places("One otter dives.")
    assert found.only_one(0, whole()) is None
    assert found.only_one(0, Span(17, 65)) == Span(33, 49)
    assert found.only_one(0, Span(0, 32)) == Span(0, 16)


def test_a_place_where_no_passage_may_begin_counts_as_a_second_one() -> None:
    text = "No otter. Say no: No otter. Seals."
    assert places("No otter.", text=text, begins=[0, 10, 28]).only_one(0, whole(text)) is None


def test_places_that_overlap_are_one() -> None:
    text = "No. No. No. Yes."
    found = places("No. No.", text=text, begins=[0, 4, 8, 12])
    assert found.only_one(0, whole(text)) == Span(0, 7)


def test_in_a_long_stretch_a_passage_may_begin_anywhere() -> None:
    text = "otter " * 5 + "seal " + "clam " * 5
    found = places("seal clam", text=text, begins=[0])
    assert found.from_middle(range(1)) == []
    found = places("seal clam", text=text, begins=[0], anywhere=[whole(text)])
    assert found.only_one(0, whole(text)) == Span(30, 39)


def test_those_that_stand_anywhere_come_from_the_middle_outwards() -> None:
    found = places("The last swims.", "gone", "Two seals rest.", "One otter dives.", "gone too")
    assert found.from_middle(range(5)) == [2, 3, 0]
    assert found.from_middle(range(1, 3)) == [2]


def test_passages_that_begin_alike_are_told_apart() -> None:
    same = "The otter dives for a clam. " * 20
    text = f"{same}One. {same}Two. "
    starts = [n for n in range(0, len(text)) if text.startswith("The otter", n)]
    found = places(f"{same}Two.", text=text, begins=starts)
    assert found.only_one(0, whole(text)) == Span(len(same) + 5, len(text) - 1)
