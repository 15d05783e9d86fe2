"""The verb that a sentence needs, where the learned tagger took it for something else, or something
else for it.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from service.english.lexicon.genitives import is_genitive
from service.english.lexicon.inflections import base_of_verb, forms_of_verb
from service.english.lexicon.lexicon import REPORTING, letters_of
from service.english.tagger.labels import Label

_ORDER = tuple(Label)
_TAKE_BASE = (Label.DO, Label.MODAL)
_FINITE = (Label.PRESENT, Label.THIRD_PERSON, Label.PAST)
_VERBS = (*_FINITE, Label.BASE, Label.AUXILIARY)
_MISTAKEN = (Label.SINGULAR, Label.PLURAL, Label.ADJECTIVE, Label.PARTICIPLE)
_PLURAL_GENITIVE = re.compile(r"s['’]$")
_OF_PLURAL_NOUNS = (Label.PRESENT, Label.THIRD_PERSON, Label.BASE)
_OPEN = (Label.DETERMINER, Label.POSSESSIVE)  # a phrase
_END = (Label.MARK, Label.COORDINATOR, Label.SUBORDINATOR, Label.QUESTION)


def missing_verb(
    words: Sequence[str], labels: Sequence[Label], logits: npt.NDArray[np.floating]
) -> tuple[int, Label] | None:
    """Return the place and the label of the likeliest verb of a text that needs one and has none.

    A question with "did", "will" and the like needs a base: "What did the fire damage?". Any other
    sentence needs a finite verb: "The fire damaged two mills." None for any other text.
    """
    needed: tuple[Label, ...]
    if after_auxiliary := _after_auxiliary(labels):
        needed, places, verbs = (Label.BASE,), after_auxiliary, labels[: after_auxiliary.stop]
    elif words[-1] == "." and words[0][0].isupper():
        end = _end_of_what_is_said(words, labels)
        needed, places, verbs = _FINITE, range(1, end), labels[:end]
    else:
        return None
    if any(label in _VERBS or (needed == _FINITE and label in _TAKE_BASE) for label in verbs):
        return None
    columns = [_ORDER.index(label) for label in needed]
    margins = logits[:, columns] - logits.max(axis=1, keepdims=True)
    fit = [place for place in places if _may_be(words, labels, place, needed)]
    if not fit:
        return None
    if needed == (Label.BASE,):
        fit = [place for place in fit if _is_before_phrase(labels, place)] or fit
    place = max(fit, key=lambda place: float(margins[place].max()))
    return place, needed[int(margins[place].argmax())]


def misplaced_verb(words: Sequence[str], labels: Sequence[Label]) -> tuple[int, int] | None:
    """Return the places of the verb of a question, and of the noun that was taken for it: "did the
    explosion damage the water canal?". None where it is well.

    Between two nouns an article or the like tells that the first is a verb. After a genitive there
    is none: "did the nurses' strike last?".
    """
    places = _after_auxiliary(labels)
    bases = [place for place in places if labels[place] is Label.BASE]
    if len(bases) != 1:
        return None
    if is_genitive(words[bases[0] - 1]):
        after = range(bases[0] + 1, places.stop)
        later = [place for place in after if _may_be(words, labels, place, (Label.BASE,))]
        return (later[-1], bases[0]) if later else None
    if labels[bases[0] - 1] is not Label.SINGULAR:
        return None
    for place in range(places.start, bases[0] - 1):
        may_be = _may_be(words, labels, place, (Label.BASE,))
        if may_be and _is_before_phrase(labels, place):
            return place, bases[0]
    return None


def nouns_owned(words: Sequence[str], labels: Sequence[Label]) -> list[int]:
    """Return the places of nouns that were taken for verbs: what several own, as in "the nurses'
    strike".
    """
    return [
        place
        for place in range(1, len(words))
        if labels[place] in _OF_PLURAL_NOUNS and _PLURAL_GENITIVE.search(words[place - 1])
    ]


def _is_before_phrase(labels: Sequence[Label], place: int) -> bool:
    return place + 1 < len(labels) and labels[place + 1] in _OPEN


def _after_auxiliary(labels: Sequence[Label]) -> range:
    """Return the places of the clause after the "did" or "will" of a question, and its subject's
    first word; none of another text.
    """
    first = next((place for place, label in enumerate(labels) if label in _TAKE_BASE), None)
    if first is None or (first and Label.QUESTION not in labels[:first]):
        return range(0)
    end = next((p for p in range(first + 1, len(labels)) if labels[p] in _END), len(labels))
    return range(first + 2, end)


def _end_of_what_is_said(words: Sequence[str], labels: Sequence[Label]) -> int:
    """Return where a clause begins that only tells who said it: ", the council said"."""
    comma = max((place for place, word in enumerate(words) if word == ","), default=len(words))
    after = range(comma, len(words))
    reports = any(
        labels[place] in _FINITE
        and REPORTING in letters_of(base_of_verb(words[place].lower()) or "")
        for place in after
    )
    return comma if reports else len(words)


def _may_be(
    words: Sequence[str], labels: Sequence[Label], place: int, needed: Sequence[Label]
) -> bool:
    """Whether a noun or an adjective there has the form of such a verb."""
    form = words[place].lower()
    if labels[place] not in _MISTAKEN or labels[place - 1] in _OPEN:
        return False
    if is_genitive(words[place - 1]):
        return False
    base = base_of_verb(form)
    if base is None or needed == (Label.BASE,):
        return base == form
    # "The tunnel cost 90 euros": one tunnel costs, if it is not the past.
    agrees = labels[place - 1] not in (Label.SINGULAR, Label.NAME)
    return form != base or agrees or form in forms_of_verb(base).past
