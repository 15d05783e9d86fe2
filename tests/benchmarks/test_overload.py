"""Four times what a server can answer: no speed is judged, but that it keeps its word."""

import pytest

from tests.benchmarks.overload import TIMES, overload, table
from tests.end_to_end.command import Environment, serve
from tests.end_to_end.conftest import environment

__all__ = ["environment"]

ASKED = ["why did NATO withhold authorization?", "who asked for it?", "what did Kosovo ask?"]


@pytest.mark.slow
@pytest.mark.model
def test_of_too_many_some_are_answered_and_the_others_told_to_come_back(
    environment: Environment,
) -> None:
    # All different: one that was asked before would need no model.
    questions = [f"{question} {n}" for n in range(4000) for question in ASKED]
    with serve(environment) as served:
        found = overload(int(served.url.rsplit(":", 1)[1]), questions, seconds=10)
    print(table(found))  # noqa: T201
    assert {reply.status for reply in found.half.replies} == {200}
    assert {reply.status for reply in found.over.replies} == {200, 503}
    assert {reply.retry_after for reply in found.over.replies if reply.status == 503} == {"1"}
    assert 0.5 < found.refused_share < 1
    assert found.over.rate(200) > found.capacity / TIMES, "it goes on to answer"
    assert {reply.status for reply in found.over.health} == {200}
    assert {reply.status for reply in found.after.replies[50:]} == {200}
