"""A question, analysed once: what kind of answer it asks for, and which words it is about."""

import re
from dataclasses import dataclass

from index.storage.lexicon import terms
from service.answering.kind_signs import SIGNS, Kind, Signs

__all__ = ["TELLS_NOTHING", "Kind", "Question", "analyse", "kind_of"]

TELLS_NOTHING = 0.5
# A sentence that is a question seldom answers one. The share was counted like those of kind_signs.
_IS_A_QUESTION, _QUESTION_END = 0.2, re.compile(r"\?[\"'”’»)\]]*\s*\Z")

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

# The leftmost match in the question decides; of several that start there, the first here.
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
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_NAME = re.compile(r"(?<!^)\b[A-Z][\w'’-]*")  # the first word has a capital letter anyway
# Words that say nothing new in an answer, whether the question has them or not.
_LITTLE = frozenset(
    "a an the in on at of by for from to and or but as with he she it they his her its their this"
    " that these those i we you who which what when where how why there one after before s".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, with all that the steps of an answer need to know about it.

    kind: of the answer that it asks for. signs: of such an answer; None if the kind has none.
    words: in lower case. terms: as the index has them, stemmed and without stop words. names: the
    capitalised words after the first. numbers: as they are written. known: the stems of its words,
    and of words that say nothing new in any answer.
    """

    text: str
    kind: Kind
    signs: Signs | None
    words: frozenset[str]
    terms: frozenset[str]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    known: frozenset[str]

    def shown_in(self, sentence: str) -> float:
        """Return how far the form of `sentence` suggests that it answers, from 0 to 1.

        The value is a share of kind_signs, or TELLS_NOTHING. A name, number or year that the
        question has too is no sign: it is what the question is about.
        """
        if _QUESTION_END.search(sentence):
            return _IS_A_QUESTION
        if self.signs is None:
            return TELLS_NOTHING
        text = sentence if self.signs.as_written else sentence.lower()
        for share, sign in self.signs.signs:
            for match in sign.finditer(text):
                if not _stems(match[0]) <= self.known:
                    return share
        return self.signs.without


def analyse(text: str) -> Question:
    """Return the question that `text` asks, analysed."""
    kind = kind_of(text)
    return Question(
        text=text,
        kind=kind,
        signs=SIGNS.get(kind),
        words=frozenset(_WORD.findall(text.lower())),
        terms=frozenset(terms(text)),
        names=tuple(_NAME.findall(text)),
        numbers=tuple(_NUMBER.findall(text)),
        known=_LITTLE | _stems(text),
    )


def kind_of(text: str) -> Kind:
    """Return the kind of answer that a question asks for, by its question words."""
    lowered = text.lower().strip()
    first, first_kind = len(lowered), Kind.ANYTHING
    for kind, pattern in _KINDS:
        match = pattern.search(lowered)
        if match and match.start() < first:
            first, first_kind = match.start(), kind
    return first_kind


def _stems(text: str) -> set[str]:
    """Return the words of a text, in lower case and without the ending of plurals."""
    return {word.rstrip("s") for word in _WORD.findall(text.lower())}
