"""A plain English statement in its parts: who or what, the verb, and what follows.

No model reads it. A sentence that is not certainly built so is no statement here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.documents.marks import BEFORE_FIRST_WORD
from service.english import function_words, nouns
from service.english.parsed_text import ParsedText
from service.english.phrases import Phrase
from service.english.tagging import tag_words
from service.english.tokens import Tag, Token, small

_VERBS = (Tag.VERB, Tag.AUXILIARY)
_LONGEST = 400  # characters
_LONGEST_SUBJECT = 7  # words
# The words before the subject: "In 1066, ", "However, ", "According to the report, ".
_OPENING = re.compile(
    r"(?:(?:In|On|During|By|After|Before|Since|At|According to|Following|Under)\s[^,]{2,50}"
    r"|[A-Z]\w+ly|However|Moreover|Thus|Hence|Therefore|Instead|Meanwhile|Furthermore|In addition"
    r"|As a result|For example|For instance),\s+(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement: `opening`, `subject` `auxiliary` `verb` `rest`; "" for a part that it lacks.

    subject: as a question names it: "the explosion" for "An explosion".
    verb: with its further auxiliaries: "been built".
    head: the noun phrase that the subject begins with.
    names: whether the subject names something.
    """

    opening: str
    subject: str
    auxiliary: str
    verb: str
    rest: str
    head: Phrase
    names: bool

    @property
    def main_verb(self) -> str:
        """The verb without its auxiliaries."""
        return self.verb.rpartition(" ")[2]


def statement_of(sentence: str, around: str) -> Statement | None:
    """Return the parts of a sentence; None if it is built in another way.

    around: the text around it, which may tell whether its first word is a name.
    """
    whole = BEFORE_FIRST_WORD.sub("", sentence).strip()
    if not whole.endswith(".") or len(whole) > _LONGEST or not function_words.is_english(whole):
        return None
    match = _OPENING.match(whole)
    opening = match[0] if match else ""
    text = whole[len(opening) : -1]
    parsed = ParsedText(text)
    tokens, phrases = parsed.tokens, parsed.phrases
    verb = _verb_place(tokens, phrases)
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
        opening=opening,
        subject=_as_known(subject),
        auxiliary=tokens[verb].lower if has_auxiliary else "",
        verb=" ".join(words),
        rest=text[tokens[end - 1].end :].strip(),
        head=phrases[0],
        names=any(token.tag is Tag.NAME for token in tokens[:verb]),
    )


def _may_be_no_name(tokens: Sequence[Token], around: str) -> bool:
    """Whether the first word may be capitalised only because it is the first: "Gene transfer"."""
    first, second = tokens[0], tokens[1]
    if first.tag is not Tag.NAME or not first.bare[1:].islower() or second.tag is Tag.NAME:
        return False
    if nouns.is_of_a_nation(first.text) or first.is_genitive or second.tag in _VERBS:
        return False
    return not re.search(rf"[\w,] {re.escape(first.text)}\b", around)


def _verb_place(tokens: Sequence[Token], phrases: Sequence[Phrase]) -> int | None:
    """Return the place of the verb behind the subject; None if no subject begins the sentence.

    Prepositions may join further phrases to the subject: "an explosion in Kosovo".
    """
    if not phrases or phrases[0].start != 0:
        return None
    ends = {phrase.start: phrase.end for phrase in phrases}
    end = phrases[0].end
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
    """Return the subject as a question names it: "the explosion" for "An explosion"."""
    first, _, rest = subject.partition(" ")
    if first.lower() in ("a", "an"):
        return f"the {rest}"
    stays = (
        tag_words(subject)[0].tag is Tag.NAME and first.lower() not in function_words.DETERMINERS
    )
    return subject if stays else small(subject)
