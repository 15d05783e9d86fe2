"""Readings of a follow-up -> the same, with what their words tell."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from service.english.tagger.tag_model import is_of_closed_class
from service.followups.said.history import History, Reading, word_list, words_of

_MOST_WORDS, _MOST_ADDED, _MOST_ALIKE = 25, 8, 8


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


def without_alike(order: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Return the places of readings without those that put in the same words as one before them.

    order: places, the likeliest first. texts: of all readings; the first is the question as typed,
    which stays. "When was the ferry built?" and "About the ferry: when was it built?" mean the
    same.
    """
    typed, known, kept = words_of(texts[0]), set[frozenset[str]](), list[int]()
    for place in order:
        added = words_of(texts[place]) - typed
        put_in = frozenset(word for word in added if not is_of_closed_class(word))
        if place and put_in in known:
            continue
        kept.append(place)
        known |= {put_in} if place else set()
    return kept


def _group(reading: Reading) -> str:
    return next((name for name in reading.features if name.startswith("kind ")), "")
