"""A follow-up -> the stand-alone questions that it may mean, the likeliest first.

Rules of English grammar find them, without a model. Each kind of follow-up has a file with a
function `read`:

question_words  "why?", "since when?", "which models?"
set_phrases     "tell me more", "who else?", "is that true?"
substitution    "what about Serbia?", "and in 2019?"
pronouns        "who asked for it?"
incomplete      "was anyone hurt?"

The rules cannot always tell which reading is meant: "it" may be the force, or the request for it.
`choose` then lets the documents decide.
"""

import re
from collections.abc import Sequence

from service.english.clauses import capital
from service.english.function_words import is_english
from service.english.parsed_text import ParsedText
from service.followups import incomplete, pronouns, question_words, set_phrases, substitution
from service.followups.history import History, Reading
from service.question_text import MAX_QUESTION

MOST = 4
_LONGEST = 300  # code points; a longer question says itself what it is about
_DOUBT = 0.2  # added for each place in the order of readings
_LEADS_IN = re.compile(
    r"\A(?:(?:and|but|so|or|also|then|ok(?:ay)?|well|oh|hm+|ah|right|thanks|thank you|great|now|yes"
    r"|no|please)\b[,.!]*\s+)+(?=\w)",
    re.IGNORECASE,
)


def readings(question: str, history: History) -> list[Reading]:
    """Return what a question may mean after what was said: at least one reading, at most `MOST`.

    A question that stands alone, is long, or is not in English, stays as it is.
    """
    if not history or len(question) > _LONGEST or not is_english(question):
        return [Reading(question)]
    core = _LEADS_IN.sub("", question.strip())
    whole, unmarked = ParsedText(core), ParsedText(core.rstrip("?!. "))
    asks = "?" in question
    led_in = asks or core != question.strip()
    meant = (
        _in_order(question_words.read(unmarked, history))
        or _in_order(set_phrases.read(unmarked, history))
        or substitution.read(unmarked, history, led_in)
        or [Reading(_as_question(r.text, asks), r.doubt) for r in pronouns.read(whole, history)]
        or incomplete.read(whole, history)
    )
    short = [reading for reading in meant if len(reading.text) <= MAX_QUESTION]
    return short or [Reading(question if core == question.strip() else capital(core))]


def _in_order(texts: Sequence[str]) -> list[Reading]:
    """Return a reading for each text, each with more doubt than the one before."""
    unique = list(dict.fromkeys(texts))[:MOST]
    return [Reading(text, _DOUBT * place) for place, text in enumerate(unique)]


def _as_question(reading: str, asks: bool) -> str:
    return capital(reading) if asks or reading.endswith((".", "!")) else f"{capital(reading)}?"
