"""The headings that say of what stands below them what it does not say itself: "Not included".

"Lunch" below it, quoted alone, reads as a yes to "Is lunch included?".
"""

from collections.abc import Sequence

from index.records import BlockKind, Span
from service.answering.agreement.polar_clause import denies
from service.answering.asking.question import Question
from service.answering.weighing.evidence import Evidence
from service.english.clauses import Asks
from service.english.lexicon.lexicon import is_common_noun
from service.english.tagger.labels import Label
from service.english.tagging import tag_words
from service.english.tokens import Tag, Token
from service.english.verbs import is_participle

_LISTED = (BlockKind.ITEM, BlockKind.PARAGRAPH)
_FINITE = (Label.PRESENT, Label.THIRD_PERSON, Label.PAST, Label.AUXILIARY, Label.MODAL, Label.DO)


def stating_heading(question: Question, sentence: Evidence) -> Span | None:
    """Return where the heading stands without which an item is misunderstood.

    An item below "Removed" or "Do not take" says the contrary without it. A question that asks yes
    or no is answered by no item that is less than a clause, whatever heads it.
    """
    upper = next((one for one in sentence.upper if one.kind is not BlockKind.ITEM), None)
    if upper is None or upper.kind is not BlockKind.HEADING or sentence.kind not in _LISTED:
        return None
    if upper.text == sentence.hit.stored.document.title:
        return None
    is_fragment = _is_fragment(sentence.text)
    if sentence.kind is not BlockKind.ITEM and not is_fragment:
        return None
    asks_whether = question.clause is not None and question.clause.asks is Asks.WHETHER
    if (is_fragment and asks_whether) or _is_predicate(tag_words(upper.text)):
        return upper.span
    return None


def _is_fragment(text: str) -> bool:
    """Whether an item is less than a clause, or goes on from what heads it: "if you are ill"."""
    if text[:1].islower():
        return True
    tokens = tag_words(text)
    if any(token.label in _FINITE for token in tokens):
        return False
    return not any(
        token.label is Label.BASE and (not place or tokens[place - 1].tag is Tag.MARK)
        for place, token in enumerate(tokens)  # "Save.", "Tip: save first"
    )


def _is_predicate(heading: Sequence[Token]) -> bool:
    """Whether a heading says something of an item: "Not included", "Removed", but not "Prices",
    and not "Permitted items".
    """
    if any(denies(token) for token in heading):
        return True
    if not heading or not is_participle(heading[0].lower) or is_common_noun(heading[0].lower):
        return False  # "Rent"
    return len(heading) == 1 or heading[1].tag not in (Tag.NOUN, Tag.NAME)
