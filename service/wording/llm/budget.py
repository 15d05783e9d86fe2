"""How many tokens the LLM has taken today, of those that the settings allow it in a day.

The count is kept in the service's database, so that a restart does not begin it anew and several
processes share it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from service.database import Database
from service.errors import LlmFailed

_SUBJECT = "llm tokens"
_CHARACTERS_PER_TOKEN = 4  # of English; other languages have fewer


def estimated(characters: int) -> int:
    """Return about how many tokens a text has, where nobody has counted them."""
    return characters // _CHARACTERS_PER_TOKEN + 1


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Reserved:
    """Tokens set aside for one request, on one day."""

    day: str
    tokens: int


class Budget:
    """The tokens of each day, in UTC. Safe with any number of threads and processes.

    All methods raise DatabaseFailed.
    """

    def __init__(
        self, database: Database, per_day: int, today: Callable[[], date] = _today
    ) -> None:
        self._database, self._per_day, self._today = database, per_day, today

    def reserve(self, tokens: int) -> Reserved:
        """Set aside the most that a request may take. Raises LlmFailed if the day has not so many.

        Whatever happens then, the tokens count until `settle` says how many it took.
        """
        day = self._today().isoformat()
        with self._database.writing(_SUBJECT) as db:
            db.execute("DELETE FROM llm_tokens WHERE day < ?", (day,))
            row = db.execute("SELECT tokens FROM llm_tokens WHERE day = ?", (day,)).fetchone()
            if (row[0] if row else 0) + tokens > self._per_day:
                raise LlmFailed(
                    "has had the tokens of this day, of which PINCITE_LLM_TOKENS_PER_DAY says how "
                    "many there are"
                )
            db.execute(
                "INSERT INTO llm_tokens VALUES (?, ?)"
                " ON CONFLICT (day) DO UPDATE SET tokens = llm_tokens.tokens + excluded.tokens",
                (day, tokens),
            )
        return Reserved(day, tokens)

    def settle(self, reserved: Reserved, used: int) -> None:
        """Count what a request took in place of what was set aside for it."""
        with self._database.writing(_SUBJECT) as db:
            db.execute(
                "UPDATE llm_tokens SET tokens = CASE WHEN tokens > ? THEN tokens - ? ELSE 0 END"
                " WHERE day = ?",
                (reserved.tokens - used, reserved.tokens - used, reserved.day),
            )
