"""Changelogs: what was added, changed, mended, removed and deprecated, by version."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from service.english.calendar import MONTHS
from tests.fitting.structures.made_up import Folder, words

_HEADS = (
    ("Added", "Changed", "Fixed", "Removed", "Deprecated"),
    ("New", "Changes", "Bug fixes", "Removed", "Deprecated"),
    ("New features", "Improvements", "Fixes", "No longer supported", "To be removed"),
)
_VERSIONS = ("## {v} - {d}", "## {v} ({d})", "## Version {v}, {d}", "## {v}")
_BUGS = (
    ("{n} with an empty name", "no longer crash the server"),
    ("{n} from another time zone", "are shown at the right hour"),
    ("{n} of more than 2 GB", "are not cut any more"),
    ("{n} that were deleted twice", "no longer come back"),
    ("{n} without a title", "can be opened again"),
)
_ADDED = ("{F}.", "Support for {f}.", "{F} can be made from the menu.")
_CHANGED = ("{F} are twice as fast.", "{F} now need an account.", "The page of {f} was redrawn.")
_REMOVED = ("Support for {p}.", "{p}.", "Packages for {p}.")
_ASKED = {
    "added": (
        "When was {f} added?",
        "In which version did {f} come?",
        "Which release brought {f}?",
        "Since which version are there {f}?",
        "Are there {f}?",
        "does it have {f}",
    ),
    "changed": (
        "In which version were {f} changed?",
        "What changed about {f}?",
        "When did {f} change?",
    ),
    "fixed": (
        "When was it mended that {f} failed?",
        "In which release was the problem with {f} fixed?",
        "Is the trouble with {f} gone?",
    ),
    "removed": (
        "When was support for {f} dropped?",
        "Does it still run on {f}?",
        "Which version no longer supports {f}?",
        "Is {f} still supported?",
        "In which release was {f} removed?",
    ),
    "deprecated": (
        "Should I still use {f}?",
        "Which version deprecates {f}?",
        "Are {f} deprecated?",
    ),
}
_GONE = ("When were {f} removed?", "Which version dropped {f}?")
_FILE = "CHANGELOG.md"


@dataclass(frozen=True, slots=True)
class _Change:
    """What happened to a thing, and how its item tells it."""

    what: str
    thing: str
    item: str


class _Stock:
    """The things that changes of one changelog are of, each used once."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.features = random.sample(_features(), 14)
        self.platforms = random.sample(words("platforms"), 5)
        self.bugs = random.sample(words("nouns"), 5)

    def change(self, kind: int) -> _Change | None:
        """Return a change under the head at that place; None where nothing is left for one."""
        choice = self._random.choice
        if kind == 0 and self.features:
            f = self.features.pop()
            return _Change("added", f, choice(_ADDED).format(F=f.capitalize(), f=f))
        if kind == 1 and self.features:
            f = self.features.pop()
            return _Change("changed", f, choice(_CHANGED).format(F=f.capitalize(), f=f))
        if kind == 2 and self.bugs:
            noun = self.bugs.pop()
            bug, mended = choice(_BUGS)
            bug = bug.format(n=noun)
            return _Change("fixed", bug, f"{bug.capitalize()} {mended}.")
        if kind == 3 and self.platforms:
            p = self.platforms.pop()
            return _Change("removed", p, choice(_REMOVED).format(p=p))
        if kind == 4 and self.features:
            f = self.features.pop()
            return _Change("deprecated", f, f"{f.capitalize()}.")
        return None


def changelog(number: int, random: Random) -> Folder:
    """Return a changelog, and a page about its program, with questions about what changed."""
    folder = Folder(f"structures/changelog-{number}")
    name = random.choice(words("names")) + random.choice(words("programs"))
    heads, style = random.choice(_HEADS), random.choice(_VERSIONS)
    changes: list[_Change] = []
    blocks = _versions(number, random, heads, style, changes)
    if random.random() < 0.8:
        blocks.reverse()
    titles = ("Changelog", "Release notes", f"What is new in {name}", f"Changelog of {name}")
    folder.texts[_FILE] = f"# {random.choice(titles)}\n\n" + "\n\n".join(blocks) + "\n"
    folder.texts["about.md"] = _about(name, random)
    _ask(folder, changes, random)
    return folder


def _versions(
    number: int, random: Random, heads: Sequence[str], style: str, changes: list[_Change]
) -> list[str]:
    """Return the blocks of the versions, the oldest first, and add what they tell to `changes`."""
    stock = _Stock(random)
    version = [random.randint(1, 6), random.randint(0, 9), 0]
    year, month = random.randint(2018, 2023), random.randint(1, 12)
    blocks = []
    for _ in range(random.randint(3, 6)):
        told, day = ".".join(map(str, version)), random.randint(1, 28)
        date = f"{day} {MONTHS[month - 1].capitalize()} {year}"
        if "{d}" in style and number % 2:
            date = random.choice([f"{year}-{month:02d}-{day:02d}"])
        sections = []
        for kind in random.sample(range(5), random.randint(2, 4)):
            made = [stock.change(kind) for _ in range(random.randint(1, 2))]
            new = [change for change in made if change]
            changes += new
            if new:
                items = "\n".join(f"- {change.item}" for change in new)
                sections.append(f"### {heads[kind]}\n\n{items}")
        if sections:
            blocks.append(style.format(v=told, d=date) + "\n\n" + "\n\n".join(sections))
        version[1] += 1
        month += random.randint(1, 5)
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return blocks


def _about(name: str, random: Random) -> str:
    nouns = words("nouns")
    return (
        f"# {name}\n\n{name} keeps {random.choice(nouns)} and {random.choice(nouns)} in one place. "
        f"It was begun in {random.randint(2010, 2016)} and is free.\n\n## Installing\n\nDownload "
        "the package for your system and run it. Updates come by themselves.\n"
    )


def _ask(folder: Folder, changes: Sequence[_Change], random: Random) -> None:
    for change in changes:
        for form in random.sample(_ASKED[change.what], 2):
            folder.ask(form.format(f=change.thing), change.item.rstrip("."), _FILE)
    known = {change.thing for change in changes}
    for feature in random.sample([one for one in _features() if one not in known], 4):
        folder.ask(random.choice(_ASKED["added"] + _ASKED["changed"]).format(f=feature))
    for platform in random.sample([one for one in words("platforms") if one not in known], 4):
        folder.ask(random.choice(_ASKED["removed"]).format(f=platform))
    added = [change.thing for change in changes if change.what == "added"]
    for feature in random.sample(added, min(2, len(added))):
        folder.ask(random.choice(_GONE).format(f=feature))


def _features() -> list[str]:
    return [f"{adjective} {noun}" for adjective in words("adjectives") for noun in words("nouns")]
