"""Evidence of another year than the one that a question asks about."""

import re
from collections.abc import Sequence

from service.answering.asking.question import Question
from service.answering.contrary.before_pronouns import naming
from service.answering.weighing.evidence import Evidence, Place
from service.english.calendar import YEAR
from service.english.function_words import OF_TIME
from service.english.parsed_text import ParsedText
from service.english.tokens import Token

_YEAR = re.compile(rf"(?<![\d.,-]){YEAR}(?![\d.,]\d)")
_AT = frozenset({"in", "during"})  # of the words before a time: not before or after it


def of_other_years(question: Question, evidence: Sequence[Evidence]) -> frozenset[Place]:
    """Return where a sentence, or the nearest of what it stands under, names only other years, if
    nothing that was found names the year that was asked about.
    """
    asked = _years_asked(question.text)
    if not asked:
        return frozenset()
    texts = {text for one in evidence for text in (one.hit.stored.text, *one.above)}
    if any(asked & _years_in(text) for text in texts):
        return frozenset()
    return frozenset(one.place for one in evidence if any(map(_years_in, naming(one))))


def _years_in(text: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(text))


def _years_asked(text: str) -> frozenset[str]:
    """Return the years at which something is asked to have been; none after "since" or "until"."""
    if not _YEAR.search(text):
        return frozenset()
    tokens = ParsedText(text).tokens
    return frozenset(
        token.text
        for before, token in zip((None, *tokens), tokens, strict=False)
        if _YEAR.fullmatch(token.text) and not _is_limit(before)
    )


def _is_limit(before: Token | None) -> bool:
    return before is not None and before.lower in OF_TIME - _AT
