from service.evaluation.measures import Quote
from service.evaluation.run import Result
from tests.fitting.everyday.asking import EverydayQuestion, named
from tests.fitting.everyday.kinds import table_of_kinds

RENT = EverydayQuestion("a/b", "What is the rent?", "800 euros", "lease.md", "number")
PETS = EverydayQuestion("a/b", "Why no pets?", "", "", "reason")


def result(name: str, one: EverydayQuestion, quote: str, confidence: float) -> Result:
    return Result(one.judged(name), ("lease.md",), (Quote("lease.md", quote),), confidence, 1, 0.0)


def test_right_is_a_given_answer_that_holds_and_a_refusal_where_there_is_none() -> None:
    questions = [RENT, RENT, RENT, PETS, PETS]
    told = ["The rent is 800 euros.", "The rent is 800 euros.", "Pay it.", "No pets.", "No pets."]
    confidences = [0.9, 0.1, 0.9, 0.9, 0.1]
    results = [
        result(name, one, quote, confidence)
        for (name, one), quote, confidence in zip(named(questions), told, confidences, strict=True)
    ]
    lines = table_of_kinds(questions, results, 0.25).splitlines()
    assert lines[2:] == [
        "| number | 3 | 0.33 |",
        "| reason, no answer | 2 | 0.50 |",
        "| all | 3 | 0.333 |",
        "| all, no answer | 2 | 0.500 |",
    ]
