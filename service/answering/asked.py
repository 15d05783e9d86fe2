"""What a question asks for, and whether a sentence has something of that kind."""

import re
from enum import Enum


class Kind(Enum):
    """What would answer the question."""

    REASON = "reason"
    NUMBER = "number"
    TIME = "time"
    NAME = "name"
    ANYTHING = "anything"


_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_QUESTIONS = [
    (Kind.REASON, r"\bwhy\b|\bhow come\b|\bwhat (?:is|was|were|are) the (?:reason|cause)s?\b"),
    (Kind.REASON, r"\bfor what reasons?\b|\bwhat (?:caused|led to|prompted)\b"),
    (
        Kind.TIME,
        r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|time|century|decade|hour)\b"
        r"|\bhow long ago\b",
    ),
    (
        Kind.NUMBER,
        r"\bhow (?:many|much|old|tall|long|far|deep|high|large|big|heavy|fast|wide)\b"
        r"|\bwhat (?:number|percentage|percent|share|amount|proportion)\b"
        r"|\bwhat (?:is|was|are|were) the (?:\w+ )?(?:number|percentage|population|price|cost|age"
        r"|height|length|size|weight|speed|distance|score|rate)\b",
    ),
    (Kind.NAME, r"\bwhat (?:is|was|are|were) the names?\b|\bwhat (?:is|was) .+ (?:called|named)\b"),
]
_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    "|hundreds?|thousands?|millions?|billions?|dozens?|half|twice|several|many|few|none"
)
_FULL_NAME = re.compile(r"\b[A-Z][\w'’-]+ (?:[A-Z]\. |of |de |van |von |bin |al-)*[A-Z]\w")
_SIGNS = {
    Kind.REASON: (
        r"\b(?:because|since|due to|owing to|so that|in order to|therefore|thus|hence|citing|cited"
        r"|caused?|causing|reasons?|leads? to|led to|results? (?:in|from)|resulted|stems? from"
        r"|attributed to|following|followed|amid|to (?:avoid|prevent|ensure|protect|reduce|deter"
        r"|allow|help|make|keep)|as (?:a|an) (?:deterrent|response|result|consequence|precaution)"
        r"|need to|for fear|concerns?|aims?|aimed|intended|motivated|prompted|explains?)\b"
    ),
    Kind.NUMBER: rf"\d|\b(?:{_NUMBER_WORDS})\b",
    Kind.TIME: (
        rf"\b\d{{3,4}}s?\b|\b\d{{1,2}}(?::\d\d|\s?[ap]\.?m\b)|\b(?:{_MONTHS})\b|\bcentur(?:y|ies)\b"
        r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:yesterday|today|tomorrow|tonight"
        r"|midnight|noon|dawn|(?:last|next|this) (?:year|month|week|spring|summer|autumn|fall"
        r"|winter)|\w+ (?:years?|months?|weeks?|days?|hours?) (?:ago|later|earlier|after|before))\b"
    ),
}


def kind_of(question: str) -> Kind:
    """The kind of answer that `question` asks for, by its question words."""
    lowered = question.lower()
    return next((kind for kind, sign in _QUESTIONS if re.search(sign, lowered)), Kind.ANYTHING)


def shows(kind: Kind, sentence: str) -> bool:
    """Whether `sentence` has a sign of such an answer; any sentence has one of ANYTHING."""
    if kind is Kind.NAME:
        return _FULL_NAME.search(sentence) is not None
    return kind is Kind.ANYTHING or re.search(_SIGNS[kind], sentence.lower()) is not None
