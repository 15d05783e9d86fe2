"""Whether a word that may be a verb or a noun is a verb where it stands: "the strike", "they
strike". It is told from the words before it, and the one after it.
"""

from collections.abc import Sequence

from service.english import function_words, nouns
from service.english.tags import Tag
from service.english.verbs import base_of, is_participle, is_past

_SMALL: list[tuple[frozenset[str], Tag]] = [
    (function_words.AUXILIARIES, Tag.AUXILIARY),
    (function_words.POSSESSIVES, Tag.POSSESSIVE),
    (function_words.PRONOUNS, Tag.PRONOUN),
    (function_words.DETERMINERS, Tag.DETERMINER),
    (function_words.PREPOSITIONS, Tag.PREPOSITION),
    (function_words.CONJUNCTIONS, Tag.CONJUNCTION),
    (function_words.NUMBERS, Tag.NUMBER),
    (function_words.ADVERBS, Tag.ADVERB),
]
_ADJECTIVES = frozenset(
    "small large big new old young great long short high low good bad main own public national"
    " local first last whole final early late same next famous important".split()
)
_OPENS_PHRASE = (Tag.DETERMINER, Tag.POSSESSIVE, Tag.NUMBER)
_AFTER_VERB = (*_OPENS_PHRASE, Tag.PRONOUN, Tag.NAME, Tag.PREPOSITION, Tag.TO)
_SUBJECTS = function_words.SUBJECT_PRONOUNS | {"who", "that", "which"}
_CHOOSE = frozenset("which what whose".split())


def small_tag(word: str) -> Tag | None:
    """The tag of a small word in lower case, as far as the word alone tells."""
    return next((tag for small, tag in _SMALL if word in small), None)


def tells_past(word: str) -> bool:
    """Whether it can be nothing but the past of a verb."""
    return is_past(word) and base_of(word) != word


def awaits_bare_verb(words: Sequence[str], tags: Sequence[Tag]) -> bool:
    """Whether a "did", a "will" or the like, among the tagged words, still lacks its verb."""
    for word, tag in zip(reversed(words[: len(tags)]), reversed(tags), strict=True):
        if tag in (Tag.VERB, Tag.MARK):
            return False
        if tag is Tag.AUXILIARY:
            return word.lower() in function_words.DO | function_words.MODAL or _is_negated_do(
                word.lower()
            )
    return False


def _is_negated_do(word: str) -> bool:
    return function_words.NEGATED.fullmatch(word) is not None and word[:2] not in (
        "is",
        "ar",
        "wa",
        "ha",
    )


def is_verb(words: Sequence[str], place: int, tags: Sequence[Tag]) -> bool:
    """Whether `words[place]`, which may be a verb, is one. tags: of the words before it."""
    word = words[place].lower()
    before = max((i for i, tag in enumerate(tags) if tag is not Tag.ADVERB), default=-1)
    match tags[before] if before >= 0 else Tag.MARK:
        case Tag.DETERMINER | Tag.POSSESSIVE | Tag.NUMBER:
            found = False
        case Tag.TO:
            found = True
        case Tag.PREPOSITION:
            found = word.endswith("ing")
        case Tag.AUXILIARY:
            participle = is_participle(word) or word.endswith("ing")
            found = participle or awaits_bare_verb(words, tags)
        case Tag.MARK:
            found = word.endswith(("ed", "ing"))
        case Tag.CONJUNCTION:
            found = _after_conjunction(words, place)
        case _ if words[before].lower() in _SUBJECTS:
            found = True
        case _:
            found = _after_noun(words, place, tags)
    return found


def _after_conjunction(words: Sequence[str], place: int) -> bool:
    word, following = words[place].lower(), _tag_after(words, place)
    if words[place - 1].lower() == "who":
        return True  # "the clerks, who give advice"
    ends = place + 1 == len(words) or following is Tag.AUXILIARY
    if words[place - 1].lower() in _CHOOSE and ends and not is_past(word):
        return False  # "which models", "which models were sold"
    return is_past(word) or base_of(word) != word or following in _AFTER_VERB


def _after_noun(words: Sequence[str], place: int, tags: Sequence[Tag]) -> bool:
    word = words[place].lower()
    due = awaits_bare_verb(words, tags)
    if due and base_of(word) == word:
        return not _better_verb_follows(words, place)
    if tells_past(word) or (is_participle(word) and base_of(word) != word):
        return True
    if nouns.names_event(word) or words[place - 1].lower() in _ADJECTIVES:
        return False  # "their Kuwait meeting", "a small drawing"
    if word.endswith("ing") and _is_bare_noun(words, place - 1, tags):
        return False  # "what is packet switching"
    if word.endswith("ing") or _has_verb(tags):
        return word.endswith("ing") and not due
    last = place + 1 == len(words)
    return not last and (base_of(word) != word or _tag_after(words, place) in _AFTER_VERB)


def _is_bare_noun(words: Sequence[str], place: int, tags: Sequence[Tag]) -> bool:
    """Whether one thing is named there with no article, as nothing that does something is."""
    first = place == 0 or tags[place - 1] in (Tag.AUXILIARY, Tag.PREPOSITION, Tag.VERB, Tag.MARK)
    noun = tags[place] is Tag.NOUN and words[place].islower()
    return first and noun and not nouns.is_plural(words[place])


def _tag_after(words: Sequence[str], place: int) -> Tag | None:
    """The tag of the next word, if that is a small one or a name."""
    following = words[place + 1] if place + 1 < len(words) else ""
    return Tag.NAME if following[:1].isupper() else small_tag(following)


def _better_verb_follows(words: Sequence[str], place: int) -> bool:
    """Whether the next word is the verb that is due: "did the police force stop"."""
    following = words[place + 1].lower() if place + 1 < len(words) else ""
    return base_of(following) == following and small_tag(following) is None


def _has_verb(tags: Sequence[Tag]) -> bool:
    """Whether the clause has had its verb."""
    for tag in reversed(tags):
        if tag in (Tag.MARK, Tag.CONJUNCTION):
            return False
        if tag in (Tag.VERB, Tag.AUXILIARY):
            return True
    return False
