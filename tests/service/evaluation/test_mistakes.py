from service.evaluation.mistakes import KINDS, find_mistakes, worst
from service.evaluation.run import Result
from tests.service.evaluation.results import result


def wrong_document(name: str, confidence: float = 0.5, shown: int = 1) -> Result:
    return result({"a": 1}, ["b", "a"], name=name, confidence=confidence, shown=shown)


def wrong_sentence(name: str, confidence: float = 0.5) -> Result:
    sentences = [("a", "Six metres."), ("a", "Eight metres.")]
    return result(
        {"a": 1}, ["a"], sentences, name=name, answers=["eight"], confidence=confidence, shown=1
    )


def refused(name: str, confidence: float = 0.1) -> Result:
    right = [("a", "Eight metres.")]
    return result(
        {"a": 1}, ["a"], right, name=name, answers=["eight"], answerable=True, confidence=confidence
    )


def unanswerable_answered(name: str, confidence: float = 0.9) -> Result:
    return result(name=name, ranking=["a"], answerable=False, confidence=confidence, shown=1)


ALL = [wrong_document, wrong_sentence, refused, unanswerable_answered]


def names(mistakes: list[object]) -> list[str]:
    return [mistake.query_id for mistake in mistakes]  # type: ignore[attr-defined]


def test_every_kind_is_told_from_the_others() -> None:
    for kind, make in zip(KINDS, ALL, strict=True):
        found = find_mistakes([make("q")])
        assert {name: len(of_kind) for name, of_kind in found.items()} == {
            name: int(name == kind) for name in KINDS
        }


def test_what_went_well_is_no_mistake() -> None:
    right = [("a", "Eight metres.")]
    well = [
        result({"a": 1}, ["a"], right, answers=["eight"], answerable=True, shown=1),
        result({"a": 1}, ["a"], right, answers=["eight"]),  # not said to be answerable
        result({"a": 1}, ["a", "b"]),
        result(answerable=False),
        result({"a": 1}, ["b"], answerable=False),
        result(),
    ]
    assert not any(find_mistakes(well).values())


def test_a_question_counts_once_as_the_worst_that_it_is() -> None:
    lost = result({"a": 1}, ["b"], [("b", "Six.")], answers=["eight"], answerable=True)
    nothing = result({"a": 1}, answers=["eight"], answerable=True)
    found = find_mistakes([lost, nothing])
    assert [len(of_kind) for of_kind in found.values()] == [2, 0, 0, 0]


def test_the_worst_of_a_kind_was_wrong_with_most_confidence_or_refused_with_least() -> None:
    for make in (wrong_document, wrong_sentence, unanswerable_answered):
        found = find_mistakes([make("low", 0.6), make("high", 0.8)])
        assert names(worst(found, 2)) == ["high", "low"]
    assert names(worst(find_mistakes([refused("low", 0.1), refused("high", 0.4)]), 2)) == [
        "low",
        "high",
    ]


def test_each_kind_has_its_turn_and_the_worst_kind_comes_first() -> None:
    found = find_mistakes(
        [
            *(wrong_document(f"d{n}", 1 - n / 10) for n in range(4)),
            refused("r"),
            unanswerable_answered("u"),
        ]
    )
    assert names(worst(found, 1)) == ["d0"]
    assert names(worst(found, 2)) == ["d0", "r"]
    assert names(worst(found, 4)) == ["d0", "d1", "r", "u"]
    assert names(worst(found, 99)) == ["d0", "d1", "d2", "d3", "r", "u"]


def test_a_mistake_says_what_was_expected_and_what_came() -> None:
    ranking = ["b", "a", "c", "d"]
    sentences = [("b", "Six metres."), ("a", "Eight metres.")]
    asked = result(
        {"a": 1}, ranking, sentences, answers=["eight"], answerable=True, confidence=0.123456
    )
    [mistake] = worst(find_mistakes([asked]), 5)
    assert (mistake.kind, mistake.question) == ("wrong_document", "What of q?")
    assert mistake.expected.documents == ["a"]
    assert mistake.expected.answers == ["eight"]
    assert [found.document_id for found in mistake.retrieved] == ["b", "a", "c"]
    assert mistake.quoted == asked.sentences[0]
    assert (mistake.confidence, mistake.answered) == (0.1235, False)
