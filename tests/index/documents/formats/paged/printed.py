"""Prints a text page by page, as programs and people do."""

import textwrap
from collections.abc import Callable, Sequence

SENTENCES = (
    "The boiler is checked every autumn by the caretaker, who writes what he finds into the book.",
    "Tenants who smell gas open all windows, leave the house and call the number on the meter.",
    "Nobody may store bicycles in the cellar corridor, since it is the way out when the stairs are "
    "full of smoke.",
    "The laundry is open from seven to nine, and whoever comes last cleans the filter.",
    "Keys that are lost are reported within two days; the lock is then changed by the owner.",
    "Snow is cleared before seven o'clock by the flat whose turn it is, as the list says.",
    "Visitors of more than six weeks are told to the office, which puts their names on the bell.",
    "The warranty of the lift covers all parts and labour for two years after it was taken over.",
    "Waste is parted into paper, glass, what rots and the rest, and put out on the evening before.",
    "Repairs of less than ninety euros a year are paid by the tenant and not by the house.",
)
WIDTH = 66


def paragraphs(count: int) -> list[str]:
    """Paragraphs of three to five sentences, no two alike."""
    return [
        " ".join(SENTENCES[(3 * n + k * (1 + n % 3)) % len(SENTENCES)] for k in range(3 + n % 3))
        for n in range(count)
    ]


def wrapped(text: str) -> str:
    """A paragraph as a program wraps it."""
    return textwrap.fill(text, WIDTH)


def printed(
    texts: Sequence[str],
    head: Callable[[int], str] = lambda _: "",
    foot: Callable[[int], str] = lambda _: "",
    between: str = "\f",
    height: int = 18,
) -> str:
    """The paragraphs on pages of so many lines. head, foot: of a page, from 1; "" for none."""
    lines = "\n\n".join(map(wrapped, texts)).split("\n")
    pages: list[str] = []
    while lines:
        page, lines = "\n".join(lines[:height]).strip(), lines[height:]
        number = len(pages) + 1
        parts = [part for part in (head(number), page, foot(number)) if part]
        pages.append("\n\n".join(parts) + "\n")
    return between.join(pages)
