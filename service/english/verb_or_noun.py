"""Whether a word that may be a verb or a noun is a verb where it stands: "the strike" is a noun,
in "they strike" it is a verb. The words before it tell, and the one after it.
"""

import re
from collections.abc import Sequence

from service.english import function_words, nouns
from service.english.tokens import FUNCTION_WORDS, Tag
from service.english.verbs import base_of, is_clearly_past, is_participle, is_past

_ADJECTIVES = frozenset(
    "small large big new old young great long short high low good bad main own public national"
    " local first last whole final early late same next famous important".split()
)
_OPENS = (Tag.DETERMINER, Tag.POSSESSIVE, Tag.NUMBER)
_AFTER_VERB = (*_OPENS, Tag.PRONOUN, Tag.NAME, Tag.PREPOSITION, Tag.TO)
_AMOUNT = re.compile(r"[\d$€£¥₹]")
_BEFORE_VERB = function_words.SUBJECT_PRONOUNS | {"who", "that", "which"}
_BEFORE_NOUN = frozenset({"which", "what", "whose"})
# "did", "will" and their kin, but not "isn't" or "haven't".
_TAKE_BARE_VERB = (function_words.DO | function_words.MODAL) | {
    word for word in function_words.NEGATED if not word.startswith(("is", "ar", "wa", "ha"))
}


def awaits_bare_verb(words: Sequence[str], tags: Sequence[Tag]) -> bool:
    """Whether a "did", a "will" or the like among the tagged words still lacks its verb."""
    for place in reversed(range(len(tags))):
        if tags[place] in (Tag.VERB, Tag.MARK):
            return False
        if tags[place] is Tag.AUXILIARY:
            return words[place].lower() in _TAKE_BARE_VERB
    return False


def is_verb(words: Sequence[str], place: int, tags: Sequence[Tag]) -> bool:
    """Whether `words[place]`, which may be a verb, is one. tags: those of the words before it."""
    word = words[place].lower()
    before = next((i for i in reversed(range(len(tags))) if tags[i] is not Tag.ADVERB), -1)
    match tags[before] if before >= 0 else Tag.MARK:
        case Tag.DETERMINER | Tag.POSSESSIVE | Tag.NUMBER:
            verb = False
        case Tag.TO:
            verb = True
        case Tag.PREPOSITION:
            verb = word.endswith("ing")
        case Tag.AUXILIARY:
            participle = is_participle(word) or word.endswith("ing")
            verb = participle or awaits_bare_verb(words, tags)
        case Tag.MARK:
            # "The dam, which monks built, holds 3 million litres."
            resumes = before >= 0 and base_of(word) != word and _tag_after(words, place) in _OPENS
            verb = word.endswith(("ed", "ing")) or resumes
        case Tag.CONJUNCTION:
            verb = _is_verb_after_conjunction(words, place)
        case _ if words[before].lower() in _BEFORE_VERB:
            verb = True
        case _:
            verb = _is_verb_after_noun(words, place, tags)
    return verb


def _is_verb_after_conjunction(words: Sequence[str], place: int) -> bool:
    word, conjunction = words[place].lower(), words[place - 1].lower()
    following = _tag_after(words, place)
    if conjunction == "who":
        return True  # "the clerks, who give advice"
    ends = place + 1 == len(words) or following is Tag.AUXILIARY
    if conjunction in _BEFORE_NOUN and ends and not is_past(word):
        return False  # "which models", "which models were sold"
    return is_past(word) or base_of(word) != word or following in _AFTER_VERB


def _is_verb_after_noun(words: Sequence[str], place: int, tags: Sequence[Tag]) -> bool:
    word = words[place].lower()
    awaited = awaits_bare_verb(words, tags)
    if awaited and base_of(word) == word:
        return not _is_better_verb(words, place + 1)
    if is_clearly_past(word) or (is_participle(word) and base_of(word) != word):
        return True
    if nouns.names_event(word) or words[place - 1].lower() in _ADJECTIVES:
        return False  # "their Kuwait meeting", "a small drawing"
    if word.endswith("ing") and _is_noun_without_article(words, place - 1, tags):
        return False  # "what is packet switching"
    if word.endswith("ing") or _has_verb(tags):
        return word.endswith("ing") and not awaited
    last = place + 1 == len(words)
    return not last and (base_of(word) != word or _tag_after(words, place) in _AFTER_VERB)


def _is_noun_without_article(words: Sequence[str], place: int, tags: Sequence[Tag]) -> bool:
    """Whether one thing is named there without an article. What does something seldom is."""
    first = place == 0 or tags[place - 1] in (Tag.AUXILIARY, Tag.PREPOSITION, Tag.VERB, Tag.MARK)
    noun = tags[place] is Tag.NOUN and words[place].islower()
    return first and noun and not nouns.is_plural(words[place])


def _tag_after(words: Sequence[str], place: int) -> Tag | None:
    """Return the tag of the next word if that is a function word, a name or a number."""
    following = words[place + 1] if place + 1 < len(words) else ""
    if _AMOUNT.match(following):
        return Tag.NUMBER
    return Tag.NAME if following[:1].isupper() else FUNCTION_WORDS.get(following)


def _is_better_verb(words: Sequence[str], place: int) -> bool:
    """Whether the verb that is awaited stands there: "stop" in "did the police force stop"."""
    word = words[place].lower() if place < len(words) else ""
    return base_of(word) == word and word not in FUNCTION_WORDS


def _has_verb(tags: Sequence[Tag]) -> bool:
    """Whether the clause already has a verb."""
    for tag in reversed(tags):
        if tag in (Tag.MARK, Tag.CONJUNCTION):
            return False
        if tag in (Tag.VERB, Tag.AUXILIARY):
            return True
    return False
