"""`python -m tests.toy_command ARGUMENTS...`: the `pincite` command with the toy encoder.

TOY_SECONDS, TOY_QUESTION_SECONDS: how long it takes to encode passages, or a question.
"""

import os
import time
from functools import partial
from typing import Any

from index import build
from service import wiring
from service.commands import main
from tests.service import toy_indexing
from tests.toy import TOY_SETTINGS


class Slow(toy_indexing.Slow):
    """Takes its time for a question too."""

    def encode_questions(self, questions: Any) -> Any:
        time.sleep(float(os.environ.get("TOY_QUESTION_SECONDS", "0")))
        return super().encode_questions(questions)


if __name__ == "__main__":
    os.environ.update({**TOY_SETTINGS, **os.environ})
    build.load_encoder = wiring.load_encoder = lambda *_, **__: Slow()
    wiring.Indexer = partial(wiring.Indexer, child=toy_indexing.TOY_INDEXING)  # type: ignore[misc, assignment]
    main.main()
