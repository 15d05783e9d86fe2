"""Offers, with lists of what is included and of what is not."""

from random import Random

from tests.fitting.structures.made_up import Folder, words

_HEADS = (
    ("Included", "Not included"),
    ("What is included", "What is not included"),
    ("In the price", "Extra"),
    ("Comes with it", "Please bring yourself"),
    ("We provide", "We do not provide"),
)
_LENGTHS = ("three hours", "two days", "a week", "half a day")
_ASKED = ("Is {x} included{of}?", "Do I get {x}{of}?", "Do I have to pay for {x}{of}?")
_BRING = "Do I need to bring {x}{of}?"


def offers(number: int, random: Random) -> Folder:
    """Return one to three offers, asked whether this or that is included."""
    folder = Folder(f"structures/included-{number}")
    names = random.sample(words("offers"), random.randint(1, 3))
    pool = random.sample(words("things"), 24)
    heads = random.choice(_HEADS)
    for place, name in enumerate(names):
        lists = [[pool.pop() for _ in range(random.randint(2, 4))] for _ in heads]
        file = f"{place}-{name.lower().replace(' ', '-')}.md"
        price, length = random.randint(20, 400), random.choice(_LENGTHS)
        parts = [
            f"## {head}\n\n" + "\n".join(f"- {thing.capitalize()}" for thing in things)
            for head, things in zip(heads, lists, strict=True)
        ]
        if random.random() < 0.5:
            parts.reverse()
        about = f"# {name}\n\nIt takes {length} and costs {price} euros a person.\n\n"
        folder.texts[file] = about + "\n\n".join(parts) + "\n"
        of = ""
        if len(names) > 1 or random.random() < 0.5:
            of = f" {random.choice(['in', 'with'])} {name[0].lower()}{name[1:]}"
        for thing in (*lists[0], *lists[1]):
            form = random.choice((*_ASKED, _BRING))
            folder.ask(form.format(x=thing, of=of), thing.capitalize(), file)
        for thing in random.sample(pool, 2):
            folder.ask(random.choice(_ASKED).format(x=thing, of=of))
    return folder
