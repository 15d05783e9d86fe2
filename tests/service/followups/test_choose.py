import pytest

from service.followups.choose import Judged, choose
from service.followups.history import Reading

IT_IS_THE_FORCE = Reading("Who asked for the force?")
IT_IS_NATO = Reading("Who asked for NATO?", doubt=0.15)
HERE = frozenset({"a.txt"})


def chosen(*judged: tuple[float, str | None], documents: frozenset[str] = HERE) -> str:
    readings = [IT_IS_THE_FORCE, IT_IS_NATO, Reading("Who asked for Kosovo?", 0.4)]
    told = dict(zip((reading.text for reading in readings), judged, strict=False))
    return choose(readings[: len(judged)], lambda text: Judged(*told[text]), documents)


def test_one_reading_alone_is_not_judged() -> None:
    def judge(text: str) -> Judged:
        pytest.fail("it was")

    assert choose([IT_IS_NATO], judge, HERE) == IT_IS_NATO.text


def test_of_equals_the_likelier_is_meant() -> None:
    assert chosen((0.5, "a.txt"), (0.6, "a.txt")) == IT_IS_THE_FORCE.text


def test_what_the_documents_answer_is_meant_rather_than_what_they_do_not() -> None:
    assert chosen((0.1, "a.txt"), (0.5, "a.txt")) == IT_IS_NATO.text
    assert chosen((0.1, "a.txt"), (0.2, "a.txt"), (0.9, "a.txt")) == "Who asked for Kosovo?"


def test_being_very_sure_tells_no_more_than_being_sure() -> None:
    # A name alone makes any question that has it look answered.
    assert chosen((0.55, "a.txt"), (0.99, "a.txt")) == IT_IS_THE_FORCE.text


def test_the_document_that_was_spoken_of_is_meant_rather_than_another() -> None:
    assert chosen((0.4, "b.txt"), (0.5, "a.txt")) == IT_IS_NATO.text
    assert chosen((0.4, "b.txt"), (0.5, "c.txt")) == IT_IS_THE_FORCE.text


def test_what_was_put_in_anothers_place_is_to_be_what_the_sentence_is_about() -> None:
    readings = [
        Reading("Why did Serbia withhold it?", about="serbia"),
        Reading("What of Serbia?", 0.1),
    ]
    for sentence, meant in (("NATO withholds it.", 1), ("Serbia withholds it.", 0)):
        told = {
            readings[0].text: Judged(0.7, "a.txt", sentence),
            readings[1].text: Judged(0.7, "a.txt", "Serbia is a country."),
        }
        assert choose(readings, told.__getitem__, HERE) == readings[meant].text


def test_where_nothing_is_answered_the_first_is_meant() -> None:
    assert chosen((0.0, None), (0.0, None), (0.0, None)) == IT_IS_THE_FORCE.text
