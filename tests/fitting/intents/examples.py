"""Example questions from the templates of examples.toml, filled in and varied."""

import json
import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from index.records import Span
from service.english.parsed_text import ParsedText
from tests.fitting.documentation import asking as documentation
from tests.fitting.documentation.collections import sources
from tests.fitting.everyday import asking as everyday

HERE = Path(__file__).parent
EVAL_SETS = ("squad-fit", "clapnq-fit", "selqa-fit", "scifact-fit", "seeds-fit")
LANGUAGES = ("en", "de", "fr")
ORDINARY = "ordinary"
OWN = "own"  # the source of everyday questions and of those about documentation
SLOT = re.compile(r"\{(docs|doc|subject|title|thing)\}")
_THING = "thing"  # anything but documents
_NAMED = {"subject", "title"}
_POLITE, _MISTYPED = 0.35, 0.12  # shares of the examples
_SHORT, _SHORT_MISTYPED = 20, 0.4  # characters; a slip changes most of what a short text tells
_OTHER_DETERMINER = 0.4
_DETERMINERS = ("my", "your", "our", "these", "those", "all", "all the", "all my", "all of the")
_SCRIPTS = (0x3B1, 0x430, 0x5D0, 0x627, 0x915, 0x3042, 0x4E00, 0xAC00, 0x61)
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A question and its intent. subject: where in it the subject stands; None without one.

    group: examples of one group are never both fitted on and judged. source: where it comes from.
    """

    text: str
    intent: str
    subject: Span | None
    group: str
    source: str

    @property
    def fold(self) -> int:
        return random.Random(self.group).randrange(_FOLDS)


@cache
def templates() -> Mapping[str, Any]:
    return tomllib.loads((HERE / "examples.toml").read_text("utf-8"))


def written(subjects: Sequence[str], each: int) -> Iterator[Example]:
    """Yield `each` variations of every template, and more of those of fewer.

    subjects: more fillers of {subject} and {title}, from elsewhere.
    """
    for language in LANGUAGES:
        for intent, lines in templates()[language].items():
            for line in lines:
                chance = random.Random(f"{language} {line}")
                yield from _variations(line, intent, language, subjects, each, chance)


def _variations(
    line: str,
    intent: str,
    language: str,
    subjects: Sequence[str],
    each: int,
    chance: random.Random,
) -> Iterator[Example]:
    group = f"{language} {line}"
    for number in range(each):
        text, subject = _filled(line, language, subjects, chance)
        if number:
            plain = intent in ("greeting", "thanks")
            text, subject = varied(text, subject, language, chance, with_polite_words=not plain)
        yield Example(text, intent, subject, group, f"written {language}")


def varied(
    text: str,
    subject: Span | None,
    language: str,
    chance: random.Random,
    *,
    with_polite_words: bool = True,
) -> tuple[str, Span | None]:
    """The question as it may also be typed, and where its subject then stands."""
    if with_polite_words:
        text, subject = _polite(text, subject, language, chance)
    if chance.random() < (_SHORT_MISTYPED if len(text) < _SHORT else _MISTYPED):
        text, subject = _mistyped(text, subject, chance)
    return text, subject


def _filled(
    line: str, language: str, subjects: Sequence[str], chance: random.Random
) -> tuple[str, Span | None]:
    if chance.random() < _OTHER_DETERMINER:
        line = line.replace("the {docs}", f"{chance.choice(_DETERMINERS)} {{docs}}")
    text, end, subject = "", 0, None
    for slot in SLOT.finditer(line):
        text += line[end : slot.start()]
        end = slot.end()
        if slot[1] == _THING:
            filler = chance.choice(subjects).split()[-1]
        elif slot[1] in _NAMED and chance.random() < 0.6:
            filler = chance.choice(subjects)
        else:
            filler = chance.choice(templates()["fillers"][language][slot[1]])
        if slot[1] in _NAMED:
            subject = Span(len(text), len(text) + len(filler))
        text += filler
    return text + line[end:], subject


def _polite(
    text: str, subject: Span | None, language: str, chance: random.Random
) -> tuple[str, Span | None]:
    words = templates()["politeness"][language]
    if chance.random() < _POLITE:
        before = f"{chance.choice(words['before'])} "
        text = before + text
        subject = subject and Span(subject.start + len(before), subject.end + len(before))
    if chance.random() < _POLITE / 2:
        text = f"{text} {chance.choice(words['after'])}"
    return text, subject


def _mistyped(text: str, subject: Span | None, chance: random.Random) -> tuple[str, Span | None]:
    """Exchange two letters outside of the subject, leave one out, or write one several times."""
    places = [
        place
        for place in range(1, len(text) - 1)
        if text[place - 1 : place + 2].isalpha()
        and not (subject and subject.start - 2 < place < subject.end)
    ]
    if not places:
        return text, subject
    place = chance.choice(places)
    first, second = text[place], text[place + 1]
    typed = chance.choice((second + first, second, first * 2 + second, first + second * 3))
    if subject and place < subject.start:
        shift = len(typed) - 2
        subject = Span(subject.start + shift, subject.end + shift)
    return text[:place] + typed + text[place + 2 :], subject


def queries(folder: Path) -> list[Example]:
    """Return the questions of the evaluation sets, which are all ordinary."""
    found = []
    for name in EVAL_SETS:
        relevant = _relevant(folder / name / "qrels" / "test.tsv")
        for line in (folder / name / "queries.jsonl").read_text("utf-8").splitlines():
            query = json.loads(line)
            article = relevant.get(query["_id"], query["_id"]).partition("#")[0]
            found.append(Example(query["text"], ORDINARY, None, f"{name} {article}", name))
    return found


def own_queries() -> list[Example]:
    """Return the everyday questions and those about documentation, which are nearly all ordinary.

    Those about one folder of documents are in one group.
    """
    folders = (everyday.FOLDER, everyday.LESSONS, everyday.PARAPHRASES)
    told = [one for folder in folders for one in everyday.read_questions(folder)]
    for name in sources():
        told += documentation.questions_about(name)
        told += documentation.lessons_about(name)
        told += documentation.questions_in_dialogues(name)
    return [Example(one.question, ORDINARY, None, one.folder, OWN) for one in told]


def _relevant(path: Path) -> dict[str, str]:
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
    return {row[0]: row[1] for row in rows}


def polite_queries(asked: Sequence[Example]) -> Iterator[Example]:
    """Yield the same questions as somebody polite or hurried asks them."""
    for one in asked:
        chance = random.Random(one.text)
        text, _ = _polite(one.text, None, "en", chance)
        if text != one.text:
            yield Example(text, ORDINARY, None, one.group, f"{one.source} polite")


def fragments(asked: Sequence[Example]) -> Iterator[Example]:
    """Yield single words and pairs of words of the questions, which ask for these words, and what
    looks like words of another script.
    """
    known = {line.lower() for language in LANGUAGES for line in _about_collection(language)}
    for one in asked[::3]:
        chance = random.Random(one.text)
        words = re.findall(r"\w+", one.text)
        place = chance.randrange(len(words))
        text = " ".join(words[place : place + chance.choice((1, 1, 2))])
        if text.lower() not in known:
            yield Example(text, ORDINARY, None, one.group, "fragments")
    chance = random.Random(0)
    for number in range(300):
        first = chance.choice(_SCRIPTS)
        letters = [chr(first + chance.randrange(24)) for _ in range(chance.randrange(1, 9))]
        yield Example("".join(letters), ORDINARY, None, f"letters {number}", "fragments")


def _about_collection(language: str) -> Iterator[str]:
    for intent, lines in templates()[language].items():
        yield from lines if intent != ORDINARY else ()


def subjects_in(asked: Sequence[Example]) -> list[str]:
    """Return noun phrases of the questions, to look for in documents."""
    found = [phrase.text for one in asked for phrase in ParsedText(one.text).phrases]
    return sorted({text for text in found if 2 < len(text) < 60})


def unseen(path: Path = HERE / "unseen.toml") -> list[Example]:
    """Return the questions of such a file."""
    sections = tomllib.loads(path.read_text("utf-8"))
    return [_unseen(line, intent) for intent, lines in sections.items() for line in lines]


def _unseen(line: str, intent: str) -> Example:
    start, end = line.find("["), line.find("]") - 1
    text = line.replace("[", "").replace("]", "")
    return Example(text, intent, Span(start, end) if start >= 0 else None, line, "unseen")
