import random

from service.evaluation.dataset import JudgedQuery
from service.evaluation.run import Quote, Result
from tests.fitting.calibration.measured_table import LEAST, Range, joined, measured_table

RIGHT, WRONG = Quote("otters", "It dives eight metres."), Quote("otters", "It eats fish.")


def result(confidence: float, answerable: bool | None, quote: Quote = RIGHT) -> Result:
    known = {"otters": 1} if answerable else {}
    answers = ("eight",) if answerable else ()
    query = JudgedQuery("q", "How deep?", known, answerable, answers)
    return Result(query, (), (quote,), confidence, shown=0, ms=0.0)


def test_right_is_an_answer_that_is_right_and_not_a_question_that_could_be_answered() -> None:
    sure = [result(0.97, True)] * 60 + [result(0.97, True, WRONG)] * 20 + [result(0.99, False)] * 20
    unsure = [result(0.12, True)] * 10 + [result(0.1, False)] * 90
    rows = measured_table({"a": sure, "b": unsure})
    assert rows[0]["from"] == 0
    assert (rows[0]["right"], rows[0]["answers"]) == (0.1, 100)
    assert (rows[-1]["right"], rows[-1]["answers"]) == (0.6, 100)


def test_a_set_of_which_nobody_knows_what_cannot_be_answered_does_not_count() -> None:
    known = [result(0.9, True)] * 60 + [result(0.9, False)] * 60
    rows = measured_table({"a": known, "b": [result(0.9, None)] * 500, "c": [result(0.9, True)]})
    assert sum(row["answers"] for row in rows) == 120


def test_whatever_was_measured_each_range_has_enough_and_none_falls() -> None:
    chance = random.Random(1)
    for _ in range(200):
        counts = [chance.choice([0, 1, 10, 49, 50, 300]) for _ in range(20)]
        ranges = [
            Range(number / 20, chance.randint(0, count), count)
            for number, count in enumerate(counts)
        ]
        found = joined(ranges)
        assert found[0].start == 0
        assert sum(one.answers for one in found) == sum(counts)
        assert sum(one.right for one in found) == sum(one.right for one in ranges)
        assert len(found) == 1 or min(one.answers for one in found) >= LEAST
        shares = [one.share for one in found]
        assert shares == sorted(shares)
