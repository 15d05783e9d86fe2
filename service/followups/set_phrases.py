"""Follow-ups that are set phrases and ask for more, or doubt: "tell me more", "who else?"."""

import re
from collections.abc import Callable

from service.english.clauses import Asks, capital
from service.english.parsed_text import ParsedText
from service.followups.history import History
from service.followups.referents import Wanted, referents, topics

# Each pattern is one rule, which reads the whole of a follow-up.
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


def read(question: ParsedText, history: History) -> list[str]:
    """Return the readings of a set phrase; none for any other question.

    question: without the words that lead in, and without its question mark.
    """
    for pattern, rule in _RULES:
        if match := pattern.fullmatch(question.text):
            return rule(match, history)
    return []


def _more(match: Match, history: History) -> list[str]:
    # The words around the topics are in every document, so only the topics are searched for.
    names = [topic.text for topic in (topics(history[-1:]) or topics(history))[:2]]
    return [f"Tell me of {' and '.join(names)}."] if names else []


def _doubted(match: Match, history: History) -> list[str]:
    statement = history[-1].answer.statement
    return [f"Is it true that {statement}?"] if statement else [history[-1].standalone]


def _doer(match: Match, history: History) -> list[str]:
    events = referents(Wanted(("event",), None), history)
    return [f"Who was responsible for {phrase.text}?" for _, phrase in events[:2]]


def _judged(match: Match, history: History) -> list[str]:
    """Read "was that legal?" as "Was it legal that the driver was dismissed?"."""
    clause = history[-1].question.clause
    granted = clause.presupposition() if clause is not None else None
    return [f"{capital(match['is'].lower())} it {match['how']} that {granted}?"] if granted else []


def _again(match: Match, history: History) -> list[str]:
    return [history[-1].standalone]


def _else(match: Match, history: History) -> list[str]:
    clause = history[-1].question.clause
    if clause is None:
        return []
    word = _ANY.get(match["word"].lower(), match["word"].lower())
    if word not in ("who", "what"):
        return [clause.asking(f"{word} else")]
    if clause.asks in (Asks.CIRCUMSTANCE, Asks.WHETHER):
        return []
    counts = clause.asks_how
    asked_for = f"which other {clause.noun}" if clause.noun and not counts else f"{word} else"
    reading = clause.asking_for_participant(asked_for)
    return [reading] if reading else []


def _next(match: Match, history: History) -> list[str]:
    when = "before" if (match["when"] or match["then"]).lower().startswith("before") else "after"
    question = history[-1].question
    granted = question.clause.presupposition() if question.clause is not None else None
    if granted and _NOBODY_NAMED.search(granted):
        granted = None
    events = [phrase.text for phrase in question.phrases if "event" in phrase.sorts]
    happened = [*([granted] if granted else []), *events[:1]]
    asked = [f"What happened {when} {what}?" for what in happened]
    return asked or ([question.text] if match["then"] else [])


_RULES: list[tuple[re.Pattern[str], Callable[[Match, History], list[str]]]] = [
    (re.compile(pattern, re.IGNORECASE), rule)
    for pattern, rule in (
        (_MORE, _more),
        (_ELSE, _else),
        (_DOUBT, _doubted),
        (_DOER, _doer),
        (_JUDGEMENT, _judged),
        (_EXAMPLE, _again),
        (_NEXT, _next),
    )
]
