"""The conversations beside this file, and how far one that was held is as they say it should be.

development.yaml is what the rules for follow-ups were worked out on. held_out.yaml was looked at
once they were done; docs/conversations.md says what came of it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
ARTICLES = FOLDER / "articles"

Turn = Mapping[str, Any]
# Asks a question, in the conversation of that id, and gives the answer of POST /v1/chat.
Ask = Callable[[str, str | None], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one follow-up. answered: None where nothing is said of its answer."""

    asked: str
    standalone: str
    read_right: bool
    answered: bool | None


def talks(name: str) -> list[list[Turn]]:
    """The turns of each conversation of `development` or `held_out`."""
    loaded = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return [talk["turns"] for talk in loaded]


def hold(turns: list[Turn], ask: Ask) -> list[Outcome]:
    """Ask all turns of a conversation; what became of all but the first."""
    conversation_id: str | None = None
    outcomes = []
    for turn in turns:
        answer = ask(turn["ask"], conversation_id)
        conversation_id = answer["conversation_id"]
        outcomes.append(outcome_of(turn, answer))
    return outcomes[1:]


def outcome_of(turn: Turn, answer: Mapping[str, Any]) -> Outcome:
    standalone = answer["standalone_question"]
    read = all(re.search(part, standalone, re.IGNORECASE) for part in turn.get("reads", []))
    as_asked = standalone == turn["ask"] or not turn.get("same", False)
    return Outcome(turn["ask"], standalone, read and as_asked, _answered(turn, answer))


def _answered(turn: Turn, answer: Mapping[str, Any]) -> bool | None:
    if turn.get("unsupported", False):
        return bool(answer["status"] == "unsupported")
    if "answer" not in turn:
        return None
    return any(re.search(turn["answer"], citation["quote"]) for citation in answer["citations"])
