"""Questions that have nothing to do with a conversation, as people ask them in the middle of one.

Conversations written by hand have few of them, and those that they have are mostly about their own
documents. So questions of the evaluation sets are asked in them too; no reading is right but the
words as typed.
"""

import random
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from service.evaluation.cases.question_file import JudgedTurn
from service.followups.said.history import History, word_list
from service.followups.said.words import PRONOUNS
from tests.fitting.intents.examples import queries

_WRITTEN = Path(__file__).with_suffix(".toml")
_SETS = ("clapnq-fit", "selqa-fit", "squad-fit")  # searches, questions, questions on one paragraph


def questions(folder: Path) -> list[list[str]]:
    """Those of each of three evaluation sets in which no word may refer back, and written ones."""
    asked = [one for one in queries(folder) if not PRONOUNS.keys() & set(word_list(one.text))]
    of_sets = [[one.text for one in asked if one.source == name] for name in _SETS]
    return [*of_sets, *tomllib.loads(_WRITTEN.read_text("utf-8")).values()]


def asked_in(
    conversation: str, histories: Sequence[History], others: Sequence[Sequence[str]]
) -> Iterator[tuple[History, JudgedTurn]]:
    """Yield a question of each list, with what was said before it in the conversation.

    histories: before each turn; nothing is asked where there is none. The same conversation always
    has the same questions.
    """
    chance = random.Random(conversation)
    for asked in others if histories else ():
        question = JudgedTurn(question=chance.choice(asked), stands_alone=True)
        yield chance.choice(histories), question
