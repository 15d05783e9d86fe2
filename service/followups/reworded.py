"""Readings of a follow-up -> the same, with what their words tell."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

from service.english.function_words import (
    AUXILIARIES,
    DETERMINERS,
    OF_POSITION,
    OF_TIME,
    PRONOUNS,
    RELATING,
)
from service.followups.said.history import WORD, History, Reading, word_list, words_of

_MOST_WORDS, _MOST_ADDED, _MOST_ALIKE = 25, 8, 8
# "about" begins readings that name a topic.
_JOINING = AUXILIARIES | DETERMINERS | PRONOUNS | RELATING | OF_TIME | OF_POSITION | {"about"}


def with_words(readings: Sequence[Reading], history: History) -> list[Reading]:
    """Return the readings with features of their words.

    readings: the first is the question as typed. history: what was said before; it is not empty.
    """
    last, typed = history[-1], words_of(readings[0].text)
    before = [words_of(past.standalone) for past in history]
    said = {
        "added of question": words_of(last.standalone),
        "added of quotes": words_of(*last.quotes[:2]),
        "added of headings": words_of(*last.headings),
        "added of short answer": words_of(*last.short_answers[:1]),
    }
    groups = Counter(_group(reading) for reading in readings)
    described = []
    for reading in readings:
        words = word_list(reading.text)
        added = [word for word in words if word not in typed]
        share = max(len(added), 1)
        features = {
            "all words": min(len(words), _MOST_WORDS) / 10,
            "added words": min(len(added), _MOST_ADDED) / 4,
            "twice": (len(words) - len(set(words))) / 2,
            **{name: sum(w in known for w in added) / share for name, known in said.items()},
            "asked before": float(set(words) in before),
            "alike made": min(groups[_group(reading)], _MOST_ALIKE) / 8,
        }
        described.append(replace(reading, features={**features, **reading.features}))
    return described


def without_alike(
    order: Sequence[int], texts: Sequence[str], features: Sequence[Mapping[str, float]]
) -> list[int]:
    """Return the places of readings without those that put in the same words as another one.

    "When was the ferry built?" and "About the ferry: when was it built?" mean the same. The first,
    which says what the pronoun stands for, takes the place of the other.

    order: places, the likeliest first. texts, features: of all readings; the first is the question
    as typed, which stays.
    """
    typed, known, kept = words_of(texts[0]), dict[tuple[str, ...], int](), list[int]()
    for place in order:
        put_in = tuple(_put_in(texts[place], typed)) if place else ()
        if place and put_in in known:
            at = known[put_in]
            if _stands_in_place(features[place]) and "refers" not in features[kept[at]]:
                kept[at] = place
            continue
        if place:
            known[put_in] = len(kept)
        kept.append(place)
    return kept


def _stands_in_place(features: Mapping[str, float]) -> bool:
    """Whether a reading puts something in the place of a pronoun, and not of "that sabbatical"."""
    return "refers" in features and "other noun" not in features


def _put_in(text: str, typed: Set[str]) -> Iterator[str]:
    """Yield the words of a reading that were not typed, but for what only joins them.

    A capital within it makes a name of any word: "Plan A".
    """
    for match in WORD.finditer(text):
        word = match[0].lower()
        joins = word in _JOINING and (match[0] == word or not match.start())
        if word not in typed and not joins:
            yield word


def _group(reading: Reading) -> str:
    return next((name for name in reading.features if name.startswith("kind ")), "")
