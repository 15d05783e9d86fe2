from dataclasses import replace

from service.conversation.conversations import NewTurn, StoredTurn
from service.conversation.recall import recalled
from service.conversation.references import References
from service.conversation.turns import PastTurn
from tests.service.evaluation.cases.case_folders import answer

REFUSAL = answer()


def read_again(kept: str) -> PastTurn:
    """The turn whose references were kept as this JSON."""
    turn = NewTurn("a1", "and it?", "and it?", "unsupported", 0.1, 3, References.from_json(kept))
    stored = StoredTurn(1, "2026-01-01T00:00:00.000000Z", None, turn)
    return recalled(stored, lambda document_id: None)


def test_what_else_a_question_may_have_meant_is_read_again() -> None:
    others = ("And the gym?", "And the leave?")
    kept = References.from_answer(REFUSAL, others, within=True).to_json()
    turn = read_again(kept)
    assert (turn.readings, turn.within) == ([*others], True)


def test_a_turn_that_was_kept_before_readings_were_has_none() -> None:
    turn = read_again('{"citations": [], "conflicts": []}')
    assert (turn.readings, turn.within) == ([], False)
    assert References.from_answer(replace(REFUSAL, mode="quoted")).within is False
