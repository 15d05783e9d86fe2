"""A plain English statement in its parts: who or what, the verb, and what follows.

No model: what is not built plainly for certain is no statement here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.documents.marks import BEFORE_FIRST_WORD
from service.english import function_words, nouns
from service.english.phrases import Phrase, phrases_of
from service.english.tagging import tagged
from service.english.tags import Tag, Token

_VERBS = (Tag.VERB, Tag.AUXILIARY)
_LONGEST = 400  # characters
_LONGEST_SUBJECT = 7  # words
# What comes before the subject: "In 1066, ", "However, ", "According to the report, ".
_OPENING = re.compile(
    r"(?:(?:In|On|During|By|After|Before|Since|At|According to|Following|Under)\s[^,]{2,50}"
    r"|[A-Z]\w+ly|However|Moreover|Thus|Hence|Therefore|Instead|Meanwhile|Furthermore|In addition"
    r"|As a result|For example|For instance),\s+(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """`opening`, `subject` `auxiliary` `verb` `rest`, each as a question would have it, or empty.

    verb: with its further auxiliaries ("been built"); main: without. head: the noun phrase that
    the subject begins with. names: whether the subject names something.
    """

    opening: str
    subject: str
    auxiliary: str
    verb: str
    rest: str
    head: Phrase
    names: bool

    @property
    def main(self) -> str:
        return self.verb.rpartition(" ")[2]


def statement_of(sentence: str, around: str) -> Statement | None:
    """The parts of a sentence; None if it is built in another way.

    around: the text that it stands in, which may tell whether its first word is a name.
    """
    whole = BEFORE_FIRST_WORD.sub("", sentence).strip()
    if not whole.endswith(".") or len(whole) > _LONGEST or not function_words.is_english(whole):
        return None
    match = _OPENING.match(whole)
    opening = match[0] if match else ""
    text = whole[len(opening) : -1]
    tokens = tagged(text)
    found = phrases_of(tokens, text)
    verb = _verb_place(tokens, found)
    if verb is None or _may_be_no_name(tokens, around):
        return None
    subject = text[: tokens[verb].start].strip()
    if len(subject.split()) > _LONGEST_SUBJECT:
        return None
    end = verb
    while end < len(tokens) and tokens[end].tag is Tag.AUXILIARY:
        end += 1
    if end < len(tokens) and tokens[end].tag is Tag.VERB:
        end += 1
    has_auxiliary = tokens[verb].tag is Tag.AUXILIARY
    words = [token.text for token in tokens[verb + has_auxiliary : end]]
    return Statement(
        opening,
        _as_known(subject),
        tokens[verb].lower if has_auxiliary else "",
        " ".join(words),
        text[tokens[end - 1].end :].strip(),
        found[0],
        any(token.tag is Tag.NAME for token in tokens[:verb]),
    )


def _may_be_no_name(tokens: Sequence[Token], around: str) -> bool:
    """Whether the first word's capital may be only that of the sentence: "Gene transfer"."""
    first, second = tokens[0], tokens[1]
    if first.tag is not Tag.NAME or not first.bare[1:].islower() or second.tag is Tag.NAME:
        return False
    if nouns.is_of_a_nation(first.text) or first.is_genitive or second.tag in _VERBS:
        return False
    return not re.search(rf"[\w,] {re.escape(first.text)}\b", around)


def _verb_place(tokens: Sequence[Token], found: Sequence[Phrase]) -> int | None:
    """The place of the verb after the first phrase, which may go on: "an explosion in Kosovo"."""
    if not found or found[0].start != 0:
        return None
    ends = {phrase.start: phrase.end for phrase in found}
    end = found[0].end
    while True:
        place = next((i for i, token in enumerate(tokens) if token.start >= end), len(tokens))
        if place + 1 >= len(tokens):
            return None
        if tokens[place].tag in _VERBS:
            return None if tokens[place].lower.endswith("ing") else place
        following = tokens[place + 1].start
        if tokens[place].tag is not Tag.PREPOSITION or following not in ends:
            return None
        end = ends[following]


def _as_known(subject: str) -> str:
    """As a question names what a statement introduced: "the explosion" for "An explosion"."""
    first, _, rest = subject.partition(" ")
    if first.lower() in ("a", "an"):
        return f"the {rest}"
    stays = tagged(subject)[0].tag is Tag.NAME and first.lower() not in function_words.DETERMINERS
    return subject if stays else subject[0].lower() + subject[1:]
