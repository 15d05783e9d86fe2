"""Tables of articles, asked for what stands in a cell, in no column, and in no row."""

from random import Random

from service.english.calendar import MONTHS
from tests.fitting.structures.made_up import Folder, words

_FORMS = ("{k} {n}", "{k}", "Model {k}", "{k}-{n}")
_TITLES = ("Price list", "Our range", "Models", "Data sheet")
_FIRST = ("Model", "Article", "Name")
_ASKED = {
    "Price": "How much is {r}?",
    "Weight": "How heavy is {r}?",
    "Length": "How long is {r}?",
    "Colour": "What colour is {r}?",
    "Guarantee": "How long is the guarantee of {r}?",
    "Power": "What power has {r}?",
    "Stock": "How many {r} are in stock?",
    "Delivery": "How many days does delivery of {r} take?",
    "Age": "From what age is {r}?",
    "Size": "What size is {r}?",
}
_COLOURS = ("red", "blue", "grey", "green", "black", "white")
_SIZES = ("S", "M", "L", "XL")
_FILE = "list.md"


def table(number: int, random: Random) -> Folder:
    """Return a table of articles, one of which is asked for and left out."""
    folder = Folder(f"structures/table-{number}")
    kinds = random.sample(words("names"), random.randint(4, 7))
    columns = random.sample(list(_ASKED), random.randint(2, 4))
    form = random.choice(_FORMS)
    rows = [form.format(k=kind, n=random.randint(1, 9) * 100) for kind in kinds]
    left_out = rows.pop()
    cells = {row: [_value(column, random) for column in columns] for row in rows}
    folder.texts[_FILE] = _text(columns, cells, random)
    for row in rows:
        for column in random.sample(columns, 2):
            folder.ask(_ASKED[column].format(r=f"the {row}"), row, _FILE)
        missing = [column for column in _ASKED if column not in columns]
        if random.random() < 0.5:
            folder.ask(_ASKED[random.choice(missing)].format(r=f"the {row}"))
    for column in columns:
        folder.ask(_ASKED[column].format(r=f"the {left_out}"))
    return folder


def _text(columns: list[str], cells: dict[str, list[str]], random: Random) -> str:
    title = random.choice(_TITLES)
    month, year = random.choice(MONTHS).capitalize(), random.randint(2019, 2025)
    lines = [
        f"| {random.choice(_FIRST)} | {' | '.join(columns)} |",
        "|" + "---|" * (len(columns) + 1),
    ]
    lines += [f"| {row} | {' | '.join(values)} |" for row, values in cells.items()]
    body = "\n".join(lines)
    return f"# {title}\n\nPrices are as of {month} {year}.\n\n{body}\n\nAsk us for other colours.\n"


def _value(column: str, random: Random) -> str:
    number = random.randint(1, 90)
    values = {
        "Price": f"{number} euros",
        "Weight": f"{number / 10:.1f} kg",
        "Length": f"{number} cm",
        "Colour": random.choice(_COLOURS),
        "Guarantee": f"{random.randint(1, 5)} years",
        "Power": f"{number * 10} W",
        "Stock": str(number),
        "Delivery": f"{random.randint(1, 9)} days",
        "Age": f"{random.randint(2, 14)} years",
        "Size": random.choice(_SIZES),
    }
    return values[column]
