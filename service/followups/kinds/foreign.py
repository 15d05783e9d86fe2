"""Follow-ups in languages whose grammar is not known here: after a former question, or a topic."""

import re
from collections.abc import Iterator

from index.languages.telling import LANGUAGES, function_words, language_among
from service.followups.said.history import WORD, History, Past, Reading, asked, words_of

_SHORT = 5  # words of an answer that is put before a question
_MOST_HEADINGS, _MOST_RUNS, _LONGEST_RUN = 3, 4, 5
_SHORTEST = 3  # letters of a word that names something; of a number, one
_AFTER_MARK = re.compile(r"(?<=[?؟？])\s*")


def read(question: str, history: History) -> Iterator[Reading]:
    """Yield the question after a former one, or after what that was about."""
    last = history[-1]
    # Of several questions in one, the first names the topic; more than two nobody reads.
    former = [part for part in _AFTER_MARK.split(last.standalone.strip()) if part] or [""]
    for place, before in enumerate(dict.fromkeys((former[-1], former[0]))):
        features = {"joined": 1.0, "foreign joined": 1.0, "foreign joined first": float(place)}
        yield Reading(f"{asked(before)} {question}", features)
    for place, heading in enumerate(last.headings[:_MOST_HEADINGS]):
        features = {"foreign topic": 1.0, "foreign topic place": place / 5, "foreign": 1.0}
        yield Reading(f"{heading}: {question}", features)
    for short in last.short_answers[:1]:
        if len(short.split()) <= _SHORT:
            yield Reading(f"{short}: {question}", {"foreign short": 1.0, "foreign": 1.0})
    for past in _last_and_answered(history):
        yield from _of_runs(past, question)


def _last_and_answered(history: History) -> Iterator[Past]:
    """Yield the last turn, and the last one that was answered."""
    yield history[-1]
    yield from [past for past in history if past.quotes and not history[-1].quotes][-1:]


def _of_runs(past: Past, question: str) -> Iterator[Reading]:
    """Yield the question after each thing that a former one seems to name."""
    quoted, headed = words_of(*past.quotes[:1]), words_of(*past.headings)
    typed = words_of(question)
    for place, run in enumerate(runs_in(past.standalone)[:_MOST_RUNS]):
        words = words_of(run)
        if words <= typed:
            continue
        features = {
            "foreign": 1.0,
            "foreign run": 1.0,
            "foreign run place": place / 5,
            "foreign run words": len(words) / 3,
            "foreign run capital": float(any(word[0].isupper() for word in run.split())),
            "foreign run quoted": float(words <= quoted),
            "foreign run headed": float(words <= headed),
            "foreign run answered": float(bool(past.quotes)),
        }
        yield Reading(f"{run}: {question}", features)


def runs_in(text: str) -> list[str]:
    """Return what a question may name: the longest stretches without function words, in order.

    What begins with a capital ends before a word in small letters: "Herrn Hilgers" "gewählt".
    """
    little = function_words(language_among(text, LANGUAGES))
    runs: list[tuple[int, int]] = []
    before = ""
    for match in WORD.finditer(text):
        word = match[0]
        names = len(word) >= _SHORTEST or any(map(str.isdigit, word))
        if word.lower() in little or not names:
            continue
        joined = bool(runs) and text[runs[-1][1] : match.start()] in (" ", "-")
        ends = before[:1].isupper() and word[:1].islower()
        if joined and not ends and len(text[runs[-1][0] : match.end()].split()) <= _LONGEST_RUN:
            runs[-1] = (runs[-1][0], match.end())
        else:
            runs.append((match.start(), match.end()))
        before = word if match.start() else ""  # the first word of a question always has a capital
    found = [text[start:end] for start, end in runs]
    return [run for run in found if len(run) < len(text.strip("?？؟ "))]
