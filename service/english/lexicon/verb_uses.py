"""How verbs are used, as counted in a treebank: with an object alone, and before prepositions.

The file verb_uses.txt has a verb in each line: how often it is used, how often not as a participle,
how often of these with an object and nothing beside it, and how often before each preposition that
follows it at once. It was counted in UD English EWT by `python -m tests.fitting.lexicon.verb_uses`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("verb_uses.txt")
_OFTEN = 1 / 90  # of all uses of verbs; those that are so frequent say little: have, make, see
_ALONE = 0.4  # of the uses of a verb have an object alone; what was seldom seen may be any verb
_ASSUMED, _ASSUMED_ALONE = 4, 2  # uses of each verb beside those counted
_BEFORE = 0.25  # of the uses of a verb stand before a preposition that it takes


@dataclass(frozen=True, slots=True)
class _Uses:
    """How often a verb is used. finite: not as a participle. alone: with an object alone."""

    all: int = 0
    finite: int = 0
    alone: int = 0
    before: Mapping[str, int] = field(default_factory=dict)


def is_light(base: str) -> bool:
    """Whether a verb is so frequent that it says little: "have", "go"."""
    verbs, total = _counted()
    return verbs.get(base, _Uses()).all >= _OFTEN * total


def takes_object_alone(base: str) -> bool:
    """Whether an object often is all that a verb needs: "build", but not "put" or "focus"."""
    uses = _counted()[0].get(base, _Uses())
    return uses.alone + _ASSUMED_ALONE >= _ALONE * (uses.finite + _ASSUMED)


def takes(base: str, preposition: str) -> bool:
    """Whether a verb is mostly used with a preposition, as "depend" with "on"."""
    uses = _counted()[0].get(base, _Uses())
    return uses.before.get(preposition, 0) >= max(1, _BEFORE * uses.all)


@cache
def _counted() -> tuple[Mapping[str, _Uses], int]:
    """Return the uses of each verb, and how many there are in all."""
    verbs = {}
    for line in FILE.read_text("utf-8").splitlines():
        verb, uses, finite, alone, *pairs = line.split()
        before = dict(pair.split(":") for pair in pairs)
        counts = {preposition: int(count) for preposition, count in before.items()}
        verbs[verb] = _Uses(int(uses), int(finite), int(alone), counts)
    return verbs, sum(one.all for one in verbs.values())
