"""Follow-ups that want more of the same, or doubt it: "tell me more", "who else?", "really?"."""

import re
from collections.abc import Callable

from service.english.clauses import Asks, capital
from service.english.parsing import clause_of
from service.english.phrases import phrases
from service.followups.former_answer import statement
from service.followups.history import History
from service.followups.referents import Wanted, referents, topics

_MORE = (
    r"(?:(?:please )?(?:can|could|would) you )?(?:please )?(?:tell me|say|give me|show me|explain)?"
    r" ?(?:some |a bit |a little )?(?:more(?: details?| information| about (?:it|that|this|them))?"
    r"|(?:about )?(?:it|that|this) in (?:more )?detail|in (?:more )?detail|further)(?: please)?"
    r"|go on|continue|elaborate(?: please| on that)?|(?:please )?explain(?: it| that| this)?"
    r"|(?:can|could) you explain(?: it| that| this)?"
)
_ELSE = r"(?P<word>what|who|where|when|why|how|any(?:thing|one|body)) else"
_DOUBT = (
    r"really|are you sure|(?:is|was) (?:that|this|it) (?:really )?(?:true|right|so|correct)"
    r"|sure|says who|who (?:says|said)(?: so| that| this)?|(?:do|does) (?:they|it|that) really"
)
_DOER = r"who (?:did|does|has done|had done|was|is) (?:it|that|this|behind (?:it|that|this))"
_JUDGEMENT = (
    r"(?P<is>is|was) (?:that|this|it) (?P<how>\w*(?:al|ble|ful|ous|ive|ed|fair|wrong|good|bad))"
)
_EXAMPLE = r"for example|for instance|such as|like what|like who|again"
_NEXT = (
    r"(?:what (?:happened|happens|came|comes|followed|was|is)"
    r" (?P<when>then|next|after(?:wards?| that| this)?|before(?: that| this)?)"
    r"|(?P<then>then|next|(?:after|before) (?:that|this)))"
)
_NOBODY_NAMED = re.compile(r"\b(?:any|some)(?:one|body|thing)\b", re.IGNORECASE)
_ANY = {"anyone": "who", "anybody": "who", "anything": "what"}

Match = re.Match[str]


def further(question: str, history: History) -> list[str]:
    """Readings of such a follow-up; none if it is no such.

    question: without what leads in, and without its mark.
    """
    for pattern, read in _RULES:
        if match := pattern.fullmatch(question):
            return read(match, history)
    return []


def _more(match: Match, history: History) -> list[str]:
    # Of words that every text has, so that only the topics are looked for.
    found = [one.text for one in (topics(history[-1:]) or topics(history))[:2]]
    return [f"Tell me of {' and '.join(found)}."] if found else []


def _doubted(match: Match, history: History) -> list[str]:
    said = statement(history[-1])
    return [f"Is it true that {said}?"] if said else [history[-1].standalone]


def _doer(match: Match, history: History) -> list[str]:
    events = referents(Wanted(("event",), None), history)
    return [f"Who was responsible for {phrase.text}?" for _, phrase in events[:2]]


def _judged(match: Match, history: History) -> list[str]:
    """Read "was that legal?" as "Was it legal that the driver was dismissed?"."""
    clause = clause_of(history[-1].standalone)
    said = clause.statement() if clause is not None else None
    return [f"{capital(match['is'].lower())} it {match['how']} that {said}?"] if said else []


def _again(match: Match, history: History) -> list[str]:
    return [history[-1].standalone]


def _else(match: Match, history: History) -> list[str]:
    clause = clause_of(history[-1].standalone)
    if clause is None:
        return []
    word = _ANY.get(match["word"].lower(), match["word"].lower())
    asks_part = clause.asks not in (Asks.CIRCUMSTANCE, Asks.WHETHER)
    if word not in ("who", "what"):
        return [clause.asking(f"{word} else")]
    counts = clause.word.lower().startswith("how")
    asked = f"which other {clause.noun}" if clause.noun and not counts else f"{word} else"
    found = clause.of_participant(asked) if asks_part else None
    return [found] if found else []


def _next(match: Match, history: History) -> list[str]:
    when = "before" if (match["when"] or match["then"]).lower().startswith("before") else "after"
    question = history[-1].standalone
    clause = clause_of(question)
    said = clause.statement() if clause is not None else None
    if said and _NOBODY_NAMED.search(said):
        said = None
    events = [phrase.text for phrase in phrases(question) if "event" in phrase.sorts]
    found = [f"What happened {when} {what}?" for what in [*([said] if said else []), *events[:1]]]
    return found or ([question] if match["then"] else [])


_RULES: list[tuple[re.Pattern[str], Callable[[Match, History], list[str]]]] = [
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (_MORE, _more),
        (_ELSE, _else),
        (_DOUBT, _doubted),
        (_DOER, _doer),
        (_JUDGEMENT, _judged),
        (_EXAMPLE, _again),
        (_NEXT, _next),
    )
]
