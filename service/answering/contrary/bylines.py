"""Bylines and imprints: who wrote a report, and when it appeared, rather than what it tells.

"By Fergus MacLeod" does not tell who found the footprints, nor "The Capital Review, 27 June 2024"
when they were found.
"""

import re
from collections.abc import Sequence

from index.languages.telling import LANGUAGES, is_function_word
from index.records import BlockKind
from service.answering.agreement.values import ValueKind, find_values
from service.answering.asking.question import Question
from service.answering.weighing.evidence import Evidence, Place, best_first
from service.answering.weighing.sections import under
from service.english.lexicon.given_names import is_given_name
from service.english.lexicon.lexicon import NOUN, WRITING, letters_of
from service.english.parsed_text import ParsedText
from service.english.tagging import tag_words
from service.english.tokens import Tag

_NEAR_TITLE = 300  # code points: they stand at the beginning of a document
_LONGEST, _WIDEST = 12, 100  # words, code points
_BYLINE = re.compile(r"(?:By|BY|Von|Par) (?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_ENDS = re.compile(r"[.!?]$|:")  # a field, such as "Date: 3 May 2024", is none


def bylines(question: Question, evidence: Sequence[Evidence]) -> frozenset[Place]:
    """Return where only the writer or the day of a text is told, unless the question may ask that:
    it speaks of an article, a letter or the like, or of nothing in particular ("who wrote this?").
    """
    found = frozenset(one.place for one in evidence if _is_byline(one))
    if not found or len(question.terms) < 2 or _is_of_writing(question):
        return frozenset()
    return found


def _is_of_writing(question: Question) -> bool:
    nouns = (token.lower for token in tag_words(question.text) if token.tag is Tag.NOUN)
    return any(NOUN in letters and WRITING in letters for letters in map(letters_of, nouns))


def _is_byline(one: Evidence) -> bool:
    return _may_be_byline(one) and _is_imprint(one.text.strip())


def below_datelines(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence without sentences that only tell where and when a text was written, best
    first: "Port Ellery, 3 May 2024." They date what the text tells, and count as headings of that.
    """
    if question.clause is None or _is_of_writing(question):
        return [*evidence]
    lines = [one for one in evidence if _is_dateline(one)]
    if not lines:
        return [*evidence]
    of_document, places = {one.document_id: one for one in lines}, {one.place for one in lines}
    told = [one for one in evidence if one.place not in places]
    return best_first([under(of_document.pop(one.document_id, None), one) for one in told])


def _is_dateline(one: Evidence) -> bool:
    text = one.text.strip()
    if not text.endswith(".") or not _may_be_byline(one):
        return False
    return _BYLINE.match(text) is None and _is_imprint(text.rstrip("."))


def _may_be_byline(one: Evidence) -> bool:
    span = one.sentence.span
    if span.start > _NEAR_TITLE or span.end - span.start > _WIDEST:  # spares a look at most
        return False
    return one.kind is BlockKind.PARAGRAPH


def _is_imprint(text: str) -> bool:
    """Whether a text is a byline, or names and a date."""
    led = _BYLINE.match(text)
    named = text[led.end() :] if led else text
    dates = [value.span for value in find_values(named) if value.kind is ValueKind.DATE]
    if len(text.split()) > _LONGEST or _ENDS.search(text) or not (led or dates):
        return False
    rest, end = "", 0
    for span in dates:
        rest, end = rest + named[end : span.start], span.end
    words = _WORD.findall(rest + named[end:])
    if not words or not all(word[0].isupper() or _is_small(word) for word in words):
        return False
    if led:  # not "By Tram 4" or "By the River Tay"
        return words[0][0].isupper() and any(map(is_given_name, words))
    return all(token.tag is not Tag.VERB for token in ParsedText(text).tokens)


def _is_small(word: str) -> bool:
    """Whether a word has no capital inside a name, in some language: "and", "de", "von"."""
    return any(is_function_word(word, language) for language in LANGUAGES)
