"""Follow-ups made of the questions that a reader is trained on.

Of two questions about one passage the second names something that the first, or its answer, has
named: that is taken out, or a pronoun is put in its place. So it is known what is meant. What a
person would not say is made too; it is learned from first, and conversations after it.
"""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from service.english.parsed_text import ParsedText
from service.english.phrases import Phrase
from service.followups.choose import score_of, shipped_weights
from service.followups.listening import said_before
from service.followups.readings import readings
from service.followups.said.history import Past, words_of
from service.followups.said.moves import move_of
from tests.fitting.followups.learn import MOST_LIKELY
from tests.fitting.followups.listener.examples import Example

_LEAST_WORDS, _MOST_WORDS = 4, 22  # of a question
_LEFT_OUT = 0.6  # of the phrases that end a question with a preposition; others get a pronoun
_SMALL = 0.5  # of the follow-ups that are typed in small letters and without a mark
_PAIRS = 2  # of questions about a passage
_TAKEN_OUT = ("qamr",)  # sets whose questions are about single sentences
_BEFORE = re.compile(
    r"\b(?:in|for|of|at|on|to|with|by|from|about|under|during)\s+(?:the |an? |its |their )?$", re.I
)
_DETERMINER = re.compile(r"\b(?:the|an?|this|that|these|those|its|their|his|her)\s+$", re.I)
_GENITIVE = re.compile(r"\s*['\u2019]s\b|['\u2019](?=\s)")
_PRONOUNS = {  # as a subject, as an object, before a noun
    "they": ("they", "them", "their"),
    "he": ("he", "him", "his"),
    "she": ("she", "her", "her"),
    "it": ("it", "it", "its"),
}
_IN_TIME = {"time", "measure"}


def made_up(folder: Path, random: Random) -> Iterator[Example]:
    """Yield examples of the files that docs/reader.md names."""
    for first, answer, second in _pairs(folder, random):
        if follow_up := _shortened(second, words_of(first, answer), random):
            typed, phrase = follow_up
            history = [Past(first, first, (answer,))]
            if example := _example(typed, phrase, history, random):
                yield example


def _pairs(folder: Path, random: Random) -> Iterator[tuple[str, str, str]]:
    """Yield a question, the sentence that answers it, and another one about the same passage."""
    with gzip.open(folder / "open-passages.jsonl.gz", "rt", encoding="utf-8") as file:
        passages = [json.loads(line) for line in file]
    asked: dict[int, dict[str, int]] = defaultdict(dict)  # of a passage: question -> sentence
    with gzip.open(folder / "open-train.jsonl.gz", "rt", encoding="utf-8") as file:
        for one in map(json.loads, file):
            words = len(one["q"].split())
            usable = one["y"] and not one["n"] and one["src"] not in _TAKEN_OUT
            if usable and _LEAST_WORDS <= words <= _MOST_WORDS:
                asked[one["c"]][one["q"].strip()] = one["y"][0]
    places = sorted(place for place, questions in asked.items() if len(questions) > 1)
    random.shuffle(places)
    for place in places:
        for _ in range(_PAIRS):
            first, second = random.sample(sorted(asked[place]), 2)
            start, end = passages[place]["s"][asked[place][first]]
            yield first, passages[place]["p"][start:end], second


def _shortened(question: str, said: set[str], random: Random) -> tuple[str, Phrase] | None:
    """Return a question without something that was said, and what that is; None if it has none."""
    phrases = [
        phrase
        for phrase in ParsedText(question).all_phrases
        if phrase.words and phrase.words <= said and not phrase.sorts <= _IN_TIME
    ]
    if not phrases:
        return None
    phrase = random.choice(phrases)
    before, after = question[: phrase.start], question[phrase.end :]
    preposition = _BEFORE.search(before)
    ends = re.fullmatch(r"[\s?.!]*", after) is not None
    if preposition and ends and random.random() < _LEFT_OUT:
        typed = f"{before[: preposition.start()].rstrip()}?"
    else:
        typed = _with_pronoun(before, phrase, after, random)
    if len(typed.split()) < _LEAST_WORDS - 1 or phrase.words <= words_of(typed):
        return None
    if random.random() < _SMALL:
        typed = typed.rstrip("? ")
        typed = typed[:1].lower() + typed[1:]
    return typed, phrase


def _with_pronoun(before: str, phrase: Phrase, after: str, random: Random) -> str:
    person = phrase.name and phrase.sorts == {"person"}
    kind = "they" if phrase.plural else random.choice(("he", "she")) if person else "it"
    subject, other, possessive = _PRONOUNS[kind]
    before = _DETERMINER.sub("", before)
    genitive = _GENITIVE.match(after)
    if genitive:
        pronoun, after = possessive, after[genitive.end() :]
    else:
        pronoun = subject if phrase.role == "subject" or not before.strip() else other
    return f"{before}{pronoun}{after}" if before.strip() else f"{pronoun.capitalize()}{after}"


def _example(typed: str, phrase: Phrase, history: Sequence[Past], random: Random) -> Example | None:
    """Return what may be meant: a right reading, the words as typed, and two wrong ones."""
    made = readings(typed, history, move_of(typed))
    right = [phrase.words <= words_of(one.text) for one in made]
    single = [r and "joined" not in one.features for r, one in zip(right, made, strict=True)]
    right = single if any(single) else right
    grammar = shipped_weights(heard=False)["grammar"]
    order = sorted(range(len(made)), key=lambda p: -score_of(made[p].features, grammar))
    good = [p for p in order if right[p]][:MOST_LIKELY]
    wrong = [p for p in order[:MOST_LIKELY] if p and not right[p]][:2]
    if not good or right[0]:
        return None
    chosen = [random.choice(good), 0, *wrong]
    return Example(said_before(typed, history), tuple(made[place].text for place in chosen))
