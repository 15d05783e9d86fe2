"""Example follow-ups from the templates of examples.toml, filled in and varied."""

import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from index.records import Span
from service.followups.said.moves import WITH_SUBJECT, Move
from tests.fitting.intents import examples
from tests.fitting.intents.examples import LANGUAGES, Example

HERE = Path(__file__).parent
_SLOT = re.compile(r"\{(subject|language|place|year)\}")
_FROM_ELSEWHERE = 0.5  # share of the fillers of {subject}
_OTHER_INTENTS = ("ordinary", "aggregate", "greeting", "thanks", "size", "topics", "documents")


@cache
def templates() -> Mapping[str, Any]:
    return tomllib.loads((HERE / "examples.toml").read_text("utf-8"))


def of_moves(language: str) -> Iterator[tuple[Move, str, str]]:
    """Yield the move of each template, where it comes from, and the template."""
    for name, lines in templates()[language].items():
        move, _, looks_like = name.partition("_like_")
        for line in lines:
            yield Move(move), f"written {language}{', alike' if looks_like else ''}", line


def written(subjects: Sequence[str], each: int) -> Iterator[Example]:
    """Yield `each` variations of every template. subjects: more fillers of {subject}."""
    for language in LANGUAGES:
        for move, source, line in of_moves(language):
            chance = random.Random(f"{language} {line}")
            for number in range(each):
                text, subject = _filled(line, move, language, subjects, chance)
                if number:
                    text, subject = examples.varied(text, subject, language, chance)
                yield Example(text, move, subject, f"{language} {line}", source)


def _filled(
    line: str, move: Move, language: str, subjects: Sequence[str], chance: random.Random
) -> tuple[str, Span | None]:
    """Return the text of a template, and where the subject of the move stands in it."""
    slot = _SLOT.search(line)
    if slot is None:
        return line, None
    filler = chance.choice(templates()["fillers"][language][slot[1]])
    if slot[1] == "subject" and chance.random() < _FROM_ELSEWHERE:
        filler = chance.choice(subjects)
    text = line[: slot.start()] + filler + line[slot.end() :]
    subject = Span(slot.start(), slot.start() + len(filler))
    return text, subject if move in WITH_SUBJECT else None


def other_questions(folder: Path) -> list[Example]:
    """Return the questions of the evaluation sets, fragments of them, and the examples of intents,
    which are no moves.
    """
    asked = examples.queries(folder)
    about_collection = [
        one
        for one in examples.written(examples.subjects_in(asked), 1)
        if one.intent in _OTHER_INTENTS
    ]
    others = [
        *asked, *examples.polite_queries(asked), *examples.fragments(asked), *about_collection
    ]  # fmt: skip
    moves = {
        line.lower()
        for language in LANGUAGES
        for move, _, line in of_moves(language)
        if move is not Move.NONE
    }
    return [
        Example(one.text, Move.NONE, None, one.group, _source(one))
        for one in others
        if one.text.lower() not in moves
    ]


def _source(one: Example) -> str:
    return "examples of intents" if one.source.startswith("written") else one.source


def subjects(folder: Path) -> list[str]:
    """Return what somebody may speak of: noun phrases of the questions, and subjects of intents."""
    of_intents = examples.templates()["fillers"]["en"]["subject"]
    return [*examples.subjects_in(examples.queries(folder)), *of_intents]


def unseen() -> list[Example]:
    """Return the follow-ups of unseen.toml."""
    return examples.unseen(HERE / "unseen.toml")
