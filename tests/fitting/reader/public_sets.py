"""Public sets of questions -> examples: their texts cut into Pincite's passages, and labelled.

A folder holds one NAME.jsonl a set. Each line is a question about a text:

    question, context, answerable    context: the text; answerable: whether it has the answer
    answers                          [{"text", "start"}]; start: where it stands, a hint only
    sentence                         optional: a sentence that answers, or a list of such sentences
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from index.documents.splitting.sentences import CountTokens
from index.documents.splitting.split import split
from index.records import Passage, PassageText, Span
from tests.fitting.reader.examples import Example

PASSAGE_TOKENS = 254  # the packaged encoder's limit of a passage
_LENGTHS = range(20, 12_001)  # characters of a text
_LONGEST_ANSWER = 400
_MOST_ANSWERS = 3  # that count of each question; later ones repeat
_UNANSWERED = 2  # passages of a text that does not answer
_ELSEWHERE = 0.5  # how often a text that answers also gives a passage that does not
_FIRST_LETTERS = re.compile(r"(^|[.!?][\"')]?\s+)([a-z])")


@dataclass(frozen=True, slots=True)
class Source:
    """How much of a set to take. most: questions; None for all. See Example for the others."""

    weight: float = 1.0
    repeats: int = 1
    most: int | None = None


def read_sources() -> dict[str, Source]:
    """Return what is known of the sets behind the shipped reader, by name."""
    known = json.loads(Path(__file__).with_name("sources.json").read_text("utf-8"))
    return {name: Source(**source) for name, source in known.items()}


def examples_in(folder: Path, count_tokens: CountTokens, seed: int = 7) -> Iterator[Example]:
    """Give the examples of all sets in a folder. A set that sources.json lacks counts as it is."""
    sources, random = read_sources(), Random(seed)
    for path in sorted(folder.glob("*.jsonl")):
        source = sources.get(path.stem, Source())
        with path.open(encoding="utf-8") as file:
            lines = list(file)
        random.shuffle(lines)
        for line in map(json.loads, lines[: source.most]):
            for passage, answering, short in labelled(line, count_tokens, random):
                yield Example(
                    question=line["question"].strip(),
                    passage=passage,
                    answering=answering,
                    short=short,
                    weight=source.weight,
                    repeats=source.repeats,
                    source=path.stem,
                )


class Labelled(NamedTuple):
    """A passage, the numbers of its sentences that answer, and its short answer if it is known."""

    passage: PassageText
    answering: frozenset[int]
    short: Span | None


def labelled(line: dict[str, Any], count_tokens: CountTokens, random: Random) -> list[Labelled]:
    """Return the passages to learn from of one question; none where its answer is not found."""
    text = line["context"]
    if not line["question"].strip() or len(text) not in _LENGTHS:
        return []
    text = with_capitals(text)
    gold = _gold(line, text) if line["answerable"] else Gold((), None, False)
    if line["answerable"] and not gold.spans:
        return []
    passages = split(text, count_tokens, PASSAGE_TOKENS)
    found = [_labelled(text, passage, gold) for passage in passages]
    if not line["answerable"]:
        return random.sample(found, min(_UNANSWERED, len(found)))
    answering = [passage for passage in found if passage.answering]
    others = [passage for passage in found if not passage.answering]
    if answering and others and random.random() < _ELSEWHERE:
        return [*answering, random.choice(others)]
    return answering


def with_capitals(text: str) -> str:
    """Return a text that has no capitals with one at the start of each sentence.

    Sentences are found by their capitals, and some sets come in lower case.
    """
    if text != text.lower():
        return text
    return _FIRST_LETTERS.sub(lambda match: match[1] + match[2].upper(), text)


class Gold(NamedTuple):
    """What a set says of an answer. spans: where it stands. short: the first of the short answers.

    by_sentence: whether `spans` holds whole sentences too.
    """

    spans: tuple[Span, ...]
    short: Span | None
    by_sentence: bool


def _gold(line: dict[str, Any], text: str) -> Gold:
    answers = [_place(text, answer["text"], answer["start"]) for answer in line["answers"]]
    short = [span for span in answers if span]
    named = line.get("sentence") or []
    sentences = [_place(text, words) for words in ([named] if isinstance(named, str) else named)]
    spans = (*short, *(span for span in sentences if span))
    return Gold(spans, short[0] if short else None, bool(named))


def _place(text: str, words: str, start: int = 0) -> Span | None:
    """Return where the words stand in the text, at `start` or else first; None where nowhere."""
    pattern = re.compile(re.escape(words.strip()), re.IGNORECASE)
    match = pattern.match(text, start) or pattern.search(text)
    return Span(*match.span()) if match and words.strip() else None


def _labelled(text: str, passage: Passage, gold: Gold) -> Labelled:
    cut = PassageText.cut_from(text, passage)
    answering = frozenset(n for n, s in enumerate(passage.sentences) if _answers(s, gold))
    short = gold.short
    if not answering or not short or not passage.start <= short.start < short.end <= passage.end:
        return Labelled(cut, answering, None)
    if short.end - short.start >= _LONGEST_ANSWER:
        return Labelled(cut, answering, None)
    return Labelled(cut, answering, Span(short.start - passage.start, short.end - passage.start))


def _answers(sentence: Span, gold: Gold) -> bool:
    """Whether a sentence holds most of an answer, or lies for the most part in a marked one."""
    spans = gold.spans if gold.by_sentence else gold.spans[:_MOST_ANSWERS]
    for span in spans:
        size = span.end - span.start
        if gold.by_sentence:
            size = min(size, sentence.end - sentence.start)
        if min(sentence.end, span.end) - max(sentence.start, span.start) > size / 2:
            return True
    return False
