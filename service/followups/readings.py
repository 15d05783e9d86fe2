"""A follow-up -> the stand-alone questions that it may mean, the likeliest first.

Rules of English grammar, no model: each kind of follow-up has a file. Which reading is meant the
rules cannot always tell ("it" may be the force or the request for it); `choose` lets the documents
decide.
"""

import re

from service.english.clauses import capital
from service.english.function_words import is_english
from service.followups.bare import bare
from service.followups.further import further
from service.followups.history import History, Reading
from service.followups.incomplete import completed
from service.followups.instead import instead
from service.followups.pronouns import resolved
from service.question_text import MAX_QUESTION

MOST = 4
_LONGEST = 300  # code points; who writes more says what it is about
_DOUBT = 0.2
_LEADS_IN = re.compile(
    r"\A(?:(?:and|but|so|or|also|then|ok(?:ay)?|well|oh|hm+|ah|right|thanks|thank you|great|now|yes"
    r"|no|please)\b[,.!]*\s+)+(?=\w)",
    re.IGNORECASE,
)


def readings(question: str, history: History) -> list[Reading]:
    """What a question may mean after what was said; at least one, at most `MOST`.

    One that stands by itself, is long, or is not in English, stays as it is.
    """
    if not history or len(question) > _LONGEST or not is_english(question):
        return [Reading(question)]
    core = _LEADS_IN.sub("", question.strip())
    plain = core.rstrip("?!. ")
    asks = "?" in question
    led_in = asks or core != question.strip()
    found = (
        _in_order(bare(plain, history))
        or _in_order(further(plain, history))
        or instead(plain, history, led_in)
        or [Reading(_as_question(r.text, asks), r.doubt) for r in resolved(core, history)]
        or completed(core, history)
    )
    found = [reading for reading in found if len(reading.text) <= MAX_QUESTION]
    return found or [Reading(question if core == question.strip() else capital(core))]


def _in_order(found: list[str]) -> list[Reading]:
    """The readings, each with more doubt than the one before."""
    unique = list(dict.fromkeys(found))[:MOST]
    return [Reading(text, _DOUBT * place) for place, text in enumerate(unique)]


def _as_question(reading: str, asks: bool) -> str:
    return capital(reading) if asks or reading.endswith((".", "!")) else f"{capital(reading)}?"
