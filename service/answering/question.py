"""What a question asks for, and how far a sentence looks as if it said that."""

import re
from functools import lru_cache

from service.answering.kind_signs import SIGNS, Kind
from service.english.function_words import (
    DEMONSTRATIVES,
    SUBJECT_PRONOUNS,
    THIRD_PERSON_POSSESSIVES,
)

__all__ = ["TELLS_NOTHING", "Kind", "Question", "kind_of"]

TELLS_NOTHING = 0.5
# A sentence that asks seldom answers: counted as the shares in signs.py.
_ITSELF_ASKS, _ENDS_ASKING = 0.2, re.compile(r"\?[\"'”’»)\]]*\s*\Z")

_WHAT, _IS = r"\b(?:what|which)", r"(?: is| was| are| were|'s|’s)"
# Up to two words between "what" and what is asked for: "which two British cities".
_OF = (
    r"(?:(?!(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|may|might|must|should"
    r"|if|when)\b)[\w'-]+ ){0,2}?"
)
_PERSON = (
    "(?:person|people|man|men|woman|women|king|queen|emperor|president|minister|leader|author"
    "|writer|poet|actor|actress|artist|singer|musician|composer|director|producer|scientist"
    "|philosopher|politician|general|commander|officer|player|coach|character|saint|pope|bishop"
    "|ruler|duke|painter|architect|engineer|inventor|explorer|researcher|mathematician|economist"
    "|historian|journalist|chancellor|governor|mayor|founder|member|judge|lawyer|son|daughter"
    "|brother|sister|father|mother|wife|husband|nephew|dynasty)s?"
)
_PLACE = (
    "(?:countr(?:y|ies)|nations?|cit(?:y|ies)|towns?|villages?|state|provinces?|regions?|areas?"
    "|continents?|islands?|places?|locations?|rivers?|lakes?|seas?|oceans?|mountains?|street"
    "|building|borough|county|district|stadium|venue|museum)"
)
_NAMED = (
    "(?:compan(?:y|ies)|organi[sz]ations?|agency|part(?:y|ies)|teams?|bands?|groups?|schools?"
    "|university|college|church|books?|films?|movies?|songs?|albums?|shows?|series|episode"
    "|newspaper|magazine|network|channel|act|treaty|law|war|battle|event|language|religion"
    "|nationality|tribe|award|title|term|name|ship|publication|document|proclamation|declaration)"
)
_QUANTITY = (
    "(?:number|population|age|height|length|size|weight|speed|distance|score|rate|temperature"
    "|depth|width|total|amount)"
)
_TIME = (
    r"(?:years?|dates?|(?<!present.)(?<!modern.)days?|months?|time|century|decade|hour|era|period"
    "|season)"
)
_BE_OR_DO = "(?:is|was|are|were|do|does|did|has|have|had|can|could|will|would|should|may|might)"

# The question word that comes first decides; of those at one place, the first here.
_QUESTIONS = [
    (
        Kind.REASON,
        rf"\bwhy\b|\bhow come\b|{_WHAT} reasons?\b|{_WHAT} (?:caused|led to|prompted|motivated)\b"
        rf"|{_WHAT}{_IS} the (?:main |primary )?(?:reason|cause|purpose)s?\b|\bwhat purpose\b",
    ),
    (
        Kind.DURATION,
        r"\bhow long\b(?! ago)"
        r"|\bhow many (?:years|months|weeks|days|hours|minutes|seconds|decades|centuries)\b",
    ),
    (Kind.OCCASION, r"\bwhen (?:is|are|do|does|can|could|should|will|would|to)\b"),
    (
        Kind.TIME,
        rf"\bwhen\b|\bhow long ago\b|{_WHAT} {_OF}{_TIME}\b|{_WHAT}{_IS} the {_OF}{_TIME}\b",
    ),
    (
        Kind.MONEY,
        r"\bhow much (?:money\b|.*\b(?:cost|pa(?:y|id)|spen[dt]|worth|earn|sell|sold|raise|lend"
        rf"|charge)\b)|{_WHAT}{_IS} the {_OF}(?:price|cost|budget|salary|revenue|income)\b"
        r"|\bwhat price\b|^price\b",
    ),
    (
        Kind.PERCENTAGE,
        rf"{_WHAT}(?:{_IS} the)? {_OF}(?:percentage|percent|share|proportion|fraction)\b"
        r"|\bhow many percent\b",
    ),
    (
        Kind.NUMBER,
        r"\bhow (?:many|much|old|tall|far|deep|high|large|big|heavy|fast|wide|often|small|few)\b"
        rf"|{_WHAT}(?:{_IS} the)? {_OF}{_QUANTITY}\b",
    ),
    (Kind.PERSON, rf"\bwho(?:m|se|'s|’s)?\b|{_WHAT} {_OF}{_PERSON}\b"),
    (
        Kind.PLACE,
        rf"\bwhere\b|{_WHAT} {_OF}{_PLACE}\b"
        rf"|{_WHAT}{_IS} the {_OF}(?:capital|location|birthplace)\b",
    ),
    (
        Kind.NAME,
        rf"{_WHAT}(?:{_IS} the)? {_OF}{_NAMED}\b|{_WHAT}{_IS} .+ (?:called|named|known as)\b"
        r"|^name\b",
    ),
    (Kind.MANNER, rf"\bhow (?:{_BE_OR_DO}|to)\b"),
    (
        Kind.DEFINITION,
        rf"^{_WHAT}{_IS} (?:an? |the )?[\w'-]+(?: (?!of\b|in\b|for\b|to\b)[\w'-]+){{0,2}} ?\??$"
        rf"|^{_WHAT} (?:does|do|did) .+ (?:mean|stand for|refer to)\b|\bdefin(?:e|ition)\b",
    ),
    (Kind.ANYTHING, rf"{_WHAT}\b|\bhow\b"),
    (Kind.YES_NO, rf"^{_BE_OR_DO}\b"),
]
_KINDS = [(kind, re.compile(pattern)) for kind, pattern in _QUESTIONS]

_WORD = re.compile(r"\w+")
# Words that are no news, whether the question has them or not.
_LITTLE = SUBJECT_PRONOUNS | THIRD_PERSON_POSSESSIVES | DEMONSTRATIVES
_LITTLE |= frozenset(
    "a an the in on at of by for from to and or but as with who which what when where how why"
    " there one after before s".split()
)


class Question:
    """What one question asks for, made ready to look at many sentences.

    kind: what would answer it.
    """

    def __init__(self, question: str) -> None:
        self.kind = kind_of(question)
        self._signs = SIGNS.get(self.kind)
        self._known = _LITTLE | _stems(question)

    def shown_in(self, sentence: str) -> float:
        """How far the looks of `sentence` speak for it: 0 to 1, 0.5 where they tell nothing.

        It is the share in signs.py. A name, number or year that the question has itself is no
        sign: it is what is asked about.
        """
        if _ENDS_ASKING.search(sentence):
            return _ITSELF_ASKS
        if not self._signs:
            return TELLS_NOTHING
        text = sentence if self._signs.as_written else sentence.lower()
        for share, sign in self._signs.signs:
            for match in sign.finditer(text):
                if not _stems(match[0]) <= self._known:
                    return share
        return self._signs.without


@lru_cache(maxsize=64)  # several steps of an answer ask for it
def kind_of(question: str) -> Kind:
    """The kind of answer that `question` asks for, by its question words."""
    lowered = question.lower().strip()
    first, found = len(lowered), Kind.ANYTHING
    for kind, pattern in _KINDS:
        match = pattern.search(lowered)
        if match and match.start() < first:
            first, found = match.start(), kind
    return found


def _stems(text: str) -> set[str]:
    """The words, in lower case and without the ending of plurals."""
    return {word.rstrip("s") for word in _WORD.findall(text.lower())}
