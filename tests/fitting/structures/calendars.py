"""Opening hours by the day of the week, and programmes by the month."""

from random import Random

from service.english.calendar import MONTHS, WEEKDAYS
from tests.fitting.structures.made_up import Folder, words

_SENTENCES, _ITEMS, _ROWS = range(3)
_ASKED_HOURS = (
    "When does the {p} open on {d}s?",
    "Is the {p} open on {d}s?",
    "What are the hours of the {p} on a {d}?",
    "Can I come to the {p} on {d}?",
    "how long is the {p} open on {d}",
)
_WELCOMES = ("Welcome to our", "This is the town’s")
_WHERE = ("on the green", "in the town hall", "at the harbour", "in the old mill", "in the park")
_ASKED_MONTHS = ("What is on in {m}?", "What takes place in {m}?", "Which event is in {m}?")
_ASKED_EVENTS = ("When is the {e}?", "Where is the {e}?")
_PROGRAMME = "programme.md"


def hours(number: int, random: Random) -> Folder:
    """Return the hours of one to three places, asked for each day of the week."""
    folder = Folder(f"structures/hours-{number}")
    for place in random.sample(words("places"), random.randint(1, 3)):
        _add_hours(folder, place, random)
    return folder


def _add_hours(folder: Folder, place: str, random: Random) -> None:
    count = random.randint(2, 4)
    days = sorted(random.sample(range(7), count))
    file, form = f"{place.replace(' ', '-')}.md", random.randint(0, 2)
    told: dict[int, str] = {}
    for day in days:
        opens, closes = random.randint(7, 11), random.randint(13, 20)
        exact = random.random() < 0.5
        time = f"{opens}:00 to {closes}:00" if exact else f"{opens} to {closes} o'clock"
        name = WEEKDAYS[day].capitalize()
        told[day] = (
            f"On {name}s it is open from {time}.",
            f"- {name}: {time}",
            f"| {name} | {time} |",
        )[form]
    body = _set_as(form, list(told.values()), "| Day | Open |\n|---|---|\n")
    folder.texts[file] = (
        f"# The {place}\n\n{random.choice(_WELCOMES)} {place}. Ring the bell at the side door.\n\n"
        f"## Opening hours\n\n{body}\n\n## Prices\n\nAdults pay {random.randint(2, 12)} euros, "
        "children half of it.\n"
    )
    for day, name in enumerate(WEEKDAYS):
        question = random.choice(_ASKED_HOURS).format(p=place, d=name.capitalize())
        if day in told:
            folder.ask(question, _stretch(told[day], form, 0), file)
        elif random.random() < 0.8:
            folder.ask(question)


def programme(number: int, random: Random) -> Folder:
    """Return the events of a town's year, asked for each month and for some events."""
    folder = Folder(f"structures/months-{number}")
    events = random.sample(words("events"), random.randint(4, 6))
    months = sorted(random.sample(range(12), len(events)))
    form = random.randint(0, 2)
    town = random.choice(words("names")) + "ford"
    told: dict[int, tuple[str, str]] = {}
    for event, month in zip(events, months, strict=True):
        day, where = random.randint(1, 28), random.choice(_WHERE)
        name = MONTHS[month].capitalize()
        line = (
            f"In {name} the {event} takes place {where}.",
            f"- {name}: {event} {where}",
            f"| {name} | {day} | {event.capitalize()} | {where} |",
        )[form]
        told[month] = (event, line)
    header = "| Month | Day | Event | Where |\n|---|---|---|---|\n"
    body = _set_as(form, [line for _, line in told.values()], header)
    folder.texts[_PROGRAMME] = (
        f"# The year in {town}\n\nAll events are free unless it says otherwise.\n\n{body}\n\nAsk "
        "the town office for a stand.\n"
    )
    for month, name in enumerate(MONTHS):
        question = random.choice(_ASKED_MONTHS).format(m=name.capitalize())
        if month in told:
            folder.ask(question, _stretch(told[month][1], form, 2), _PROGRAMME)
        else:
            folder.ask(question)
    for event, line in told.values():
        question = random.choice(_ASKED_EVENTS).format(e=event)
        folder.ask(question, _stretch(line, form, 2), _PROGRAMME)
    for event in random.sample([one for one in words("events") if one not in events], 3):
        folder.ask(random.choice(_ASKED_EVENTS).format(e=event))
    return folder


def _set_as(form: int, lines: list[str], header: str) -> str:
    if form == _SENTENCES:
        return " ".join(lines)
    return ("" if form == _ITEMS else header) + "\n".join(lines)


def _stretch(line: str, form: int, cell: int) -> str:
    """Return a stretch by which a line is known. cell: of a row, from 0."""
    if form == _ROWS:
        return line.strip("|- ").split(" | ")[cell].split(" |")[0]
    return line.lstrip("- ").rstrip(".")
