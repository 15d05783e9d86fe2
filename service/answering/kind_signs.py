"""The signs of an answer of each kind: what to find in a sentence, the most telling first.

Each sign has a share: how many of the sentences that bear it answer, if as many sentences answered
as did not. Above 0.5 the sign speaks for the sentence, below 0.5 against it. The shares were
counted in the documents that answer the questions of squad-fit, clapnq-fit and selqa-fit, and
rounded. Counted in either half of the articles they mostly differ by less than 0.05, and by more
where the questions are few. The last share of a kind is that of a sentence without any sign. A kind
that is not listed has no signs.
"""

import re
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """A kind of answer that a question asks for."""

    REASON = "reason"
    TIME = "time"
    OCCASION = "occasion"  # when something usually happens, not when it happened
    DURATION = "duration"
    MONEY = "money"
    PERCENTAGE = "percentage"
    NUMBER = "number"
    PERSON = "person"
    PLACE = "place"
    NAME = "name"  # of a company, a book, a war, ...
    MANNER = "manner"
    DEFINITION = "definition"
    YES_NO = "yes or no"
    ANYTHING = "anything"


# These match the sentence in lower case: ignoring case in the patterns takes three times as long.
_MONTH = "(?:january|february|march|april|june|july|august|september|october|november|december)"
_YEAR = r"(?:1\d{3}|20\d\d)"
_DATE = (
    rf"\b(?:{_YEAR}(?:s\b|\b(?!\.\d))|{_MONTH}\b|may \d|\d+ may\b"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|centur(?:y|ies)\b|\d{1,4} ?(?:ad|bce?|ce)\b"
    r"|\d{1,2}(?::\d\d| ?[ap]\.?m\b))"
)
_UNIT = "(?:(?:year|month|week|day|hour|minute|second|decade|season|generation)s?|centur(?:y|ies))"
_COUNT = (
    "(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh"
    "|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-[a-z]+)?"
    "|(?:hundred|thousand|million|billion|trillion|dozen)s?)"
)
_CURRENCY = "(?:dollars?|pounds?|euros?|cents?|francs?|yen|rupees?|crowns?|marks?|usd|eur|gbp)"
_FRACTION = "(?:half|third|quarter|fifth|tenth|majority|one in|two[- ]thirds|three[- ]quarters)"

_IN_LOWER_CASE: dict[Kind, list[tuple[float, str]]] = {
    Kind.REASON: [
        (
            0.85,
            r"\b(?:because|due to|owing to|in order to|so (?:that|as to)|citing|cited|reasons?"
            r"|attributed to|for fear|in (?:protest|response|reaction|retaliation)|explain(?:s|ed)?"
            r"|motivated|prompted)\b",
        ),
        (
            0.6,
            r"\b(?:since|caus(?:ed?|es|ing)|therefore|thus|hence|need(?:ed|s)?|concern(?:s|ed)?"
            r"|purpose|aim(?:s|ed)?|intend(?:s|ed)?)\b",
        ),
        (0.4, ""),
    ],
    Kind.TIME: [(0.7, _DATE), (0.2, "")],
    Kind.OCCASION: [
        (0.6, rf"\b(?:when|if|after|before|until|during|season|{_UNIT})\b|{_DATE}"),
        (0.4, ""),
    ],
    Kind.DURATION: [
        (0.85, rf"\b(?:\d[\d,.]*|an?|one|half|several|{_COUNT})[- ](?:\w+[- ])?{_UNIT}\b"),
        (0.5, rf"\b{_UNIT}\b|\b\d+\b"),
        (0.1, ""),
    ],
    Kind.MONEY: [
        (
            0.85,
            r"[$£€¥₹]\s?\d[\d,.]*"
            rf"|\d[\d,.]* ?(?:[mb]illion |thousand |hundred )?{_CURRENCY}\b",
        ),
        (0.15, ""),
    ],
    Kind.PERCENTAGE: [
        (0.85, r"\d[\d.,]* ?(?:%|per ?cent\b)|\bper ?cent"),
        (0.35, rf"\b{_FRACTION}\b|\d[\d,.]*"),
        (0.1, ""),
    ],
    Kind.NUMBER: [(0.7, rf"\b(?!{_YEAR}\b)\d[\d,.]*|\b{_COUNT}\b"), (0.2, "")],
    Kind.MANNER: [(0.8, r"\bby (?:\w+ly )?\w+ing\b"), (0.5, "")],
    Kind.DEFINITION: [
        (0.7, r"\b(?:refers? to|referred|defined|means?|meaning|term)\b"),
        (0.5, ""),
    ],
}

# These match the sentence as it is written, for names show by their capital letters.
_CAPITAL = r"[A-ZÀ-ÖØ-ÞČĐŁŚŠŽ][\w’'-]*\w"
# Not a month. The lookahead follows the capital letter, so that few words ever reach it.
_NAME = (
    r"[A-ZÀ-ÖØ-ÞČĐŁŚŠŽ](?!anuary|ebruary|arch\b|pril\b|ay\b|une\b|uly\b|ugust|eptember|ctober"
    r"|ovember|ecember)[\w’'-]*\w"
)
_FULL_NAME = (
    rf"{_NAME}(?: (?:(?:of|de|da|di|du|la|le|van|von|der|bin|ibn|al|the|and|&) )?"
    rf"(?:{_CAPITAL}|[A-Z]\.))+"
)
# The first word of a sentence has a capital letter anyway.
_NAME_INSIDE = rf"(?<=[\w,;:)”\"] ){_NAME}|(?<=[\"“(]){_NAME}"
_ROLE = (
    "(?:director|author|founder|leader|king|queen|emperor|president|minister|general|captain|pope"
    "|writer|poet|composer|producer|actor|actress|singer|artist|guitarist|drummer|player|member"
    "|scientist|professor|manager|brother|son|daughter|wife|husband|character|star|duke|prince"
    r"|King|Queen|President|Minister|General|Captain|Sir|Lord|(?:Mr|Mrs|Dr)\.?)"
)
_FAR = "(?:to|from|of|on|around|across|through|between|throughout|into|within|outside)"

_AS_WRITTEN: dict[Kind, list[tuple[float, str]]] = {
    Kind.PERSON: [
        (0.7, rf"\bby (?:the )?(?:\w+ )?{_NAME}|\b{_ROLE},? {_NAME}"),
        (0.55, _FULL_NAME),
        (0.4, _NAME_INSIDE),
        (0.25, ""),
    ],
    Kind.PLACE: [
        (0.65, rf"\b(?:[Ii]n|[Aa]t|[Nn]ear) (?:the )?{_NAME}|{_NAME}, {_CAPITAL}|\bnear\b"),
        (0.55, rf"\b{_FAR} (?:the )?{_NAME}|\b(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)(?:ern)?\b"),
        (0.3, ""),
    ],
    Kind.NAME: [(0.55, _FULL_NAME), (0.5, _NAME_INSIDE), (0.35, "")],
}


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one kind of answer, each with its share, and the share `without` any of them.

    as_written: whether the signs match the sentence as it is, or the sentence in lower case.
    """

    signs: tuple[tuple[float, re.Pattern[str]], ...]
    without: float
    as_written: bool


def _signs(rows: list[tuple[float, str]], as_written: bool) -> Signs:
    *signs, (without, _) = rows
    return Signs(
        tuple((share, re.compile(pattern)) for share, pattern in signs), without, as_written
    )


SIGNS = {kind: _signs(rows, as_written=False) for kind, rows in _IN_LOWER_CASE.items()} | {
    kind: _signs(rows, as_written=True) for kind, rows in _AS_WRITTEN.items()
}
