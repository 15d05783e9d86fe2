"""Texts with lines that repeat, or count on, as those of pages do, but that an author wrote."""

from tests.index.documents.formats.paged.printed import SENTENCES, paragraphs, wrapped

_PARAGRAPHS = paragraphs(24)
_WORDS = " ".join(SENTENCES * 8).split()
_VERSE = (
    "the tide that comes and goes again",
    "and takes the sand along with it",
    "as if there never was a shore",
    "that waited for the ships at night",
    "and for the men who came from far",
    "to drink and sing until the dawn",
    "and never asked what it had cost",
)
_VOCABULARY = (
    "ant - a small animal that lives in the ground and works all day",
    "bread - food that is made of flour and eaten with butter",
    "car - a thing with four wheels",
    "door - what is opened when somebody comes in or leaves the house and",
    "egg - what hens lay",
    "fork - a thing to eat with",
)
_NOTES = (
    "call the plumber about the kitchen sink and the bath upstairs",
    "buy milk",
    "write to Ada. She has not answered since the end of last month",
    "fix the door of the cellar",
    "ask for the bill",
    "pay the rent",
)


def _chapters(name: str, between: str) -> str:
    return between.join(
        f"{name}{n}\n\n" + "\n\n".join(map(wrapped, _PARAGRAPHS[3 * n - 3 : 3 * n]))
        for n in range(1, 8)
    )


def _each(between: str, form: str, lines: tuple[str, ...] = ("",), of_each: int = 1) -> str:
    """Parts of one form. n: the number of the part; prose: a paragraph; lines: so many lines."""
    return between.join(
        form.format(
            n=n,
            prose=wrapped(_PARAGRAPHS[n]),
            open=wrapped(_PARAGRAPHS[n])[:-1],
            lower=wrapped(_PARAGRAPHS[n]).lower(),
            words=wrapped(" ".join(_WORDS[90 * n : 90 * n + 90])),
            lines="\n".join(lines[(n + k) % len(lines)] for k in range(of_each)),
        )
        for n in range(1, 11)
    )


def _equations() -> str:
    parts = (" ".join(_WORDS[37 * n : 37 * n + 30 + 7 * n % 23]) for n in range(1, 9))
    return "\n\n".join(f"{wrapped(part)}\n\n({n})" for n, part in enumerate(parts, start=1))


def _figures() -> str:
    parts = (_WORDS[67 * n : 67 * n + 67] for n in range(8))
    return "\n\n".join(
        f"{wrapped(' '.join([*part[:20], f'(see figure {n})', *part[20:]]))}\n\nFigure {n}"
        for n, part in enumerate(parts, start=1)
    )


LOOKALIKES = {
    "chapters": _chapters("Chapter ", "\n\n"),
    "chapters that begin a page": _chapters("Chapter ", "\f"),
    "chapters that are numbers alone": _chapters("", "\f"),
    "steps": _each("\n\n", "Step {n}\n{prose}"),
    "steps on cards": _each("\f", "Step {n} of 10\n{prose}\n"),
    "rooms": _each("\n\n", "Room {n}\nBeds: 2\nKeys: in the office\nNote: {open}"),
    "rooms on cards": _each("\f", "Room {n}\nBeds: 2\nNote: {open}\nSigned: ____\n"),
    "rooms without capitals": _each("\f", "room {n}\nfloor 2, behind the lift\n{lower}\n"),
    "rooms that begin in lower case": _each("\f", "Room {n}\n\nwith a bath\n\n{open}\n"),
    "a refrain": _each("\n\n", "{lines}\n\nand hear the bells of Aberdovey ring", _VERSE, 6),
    "numbered stanzas": _each("\n\n", "{n}\n\n{lines}", _VERSE, 7),
    "poems on pages": _each("\f", "Poem {n}\n\n{lines}", _VERSE, 7),
    "a log": _each("\n", "2024-03-01 10:{n}:00 INFO worker {n} waits for the next task"),
    "a dialogue": _each("\n\n", "ANNA\n\n{open}\n\nBEN\n\n{prose}"),
    "questions and answers": _each("\n\n", "Q: What about point {n}?\nA: {prose}"),
    "minutes": _each("\n\n", "{n}. Item\n\n{prose}\n\nDecision: approved\nVotes: 7 of 9"),
    "minutes on pages": _each("\f", "House meeting\n\n{prose}\n\nDecision: approved\n"),
    "subtitles": _each("\n\n", "{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{lines}", _VERSE, 2),
    "times of a recording": _each("\n\n", "[00:{n}:00]\n\n{words}"),
    "minutes of a recording": _each("\n\n", "Speaker 1 ({n}:00)\n\n{words}"),
    "words to learn": _each("\n\n", "Unit {n}\n\n{lines}", _VOCABULARY, 12),
    "words to learn on pages": _each("\f", "Unit {n}\n\n{lines}", _VOCABULARY, 12),
    "a diary without capitals": _each("\n\n", "day {n}\n\n{lower}"),
    "notes by week": _each("\n\n", "Week {n}\n\n{lines}", _NOTES, 6),
    "what is left of figures": _figures(),
    "what is left of equations": _equations(),
    "recipes": _each("\f", "Recipe {n}\n\nflour, 200 g\neggs, 2\n\n{open}\n\nServes 4\n"),
    "an exam": _each("\f", "Question {n} of 10\n\n{prose}\n\na) true\nb) none of all of these\n"),
    "a law": _each("\n\n", "Article {n}\n\n(1) {prose}\n\n(2) {open}"),
    "letters": _each("\f", "Acme Ltd\n\nDear Ms Kern,\n\n{prose}\n\nIda Falk\nInvoice {n}\n"),
    "slides": _each(
        "\f", "Slide {n}\n\n- heating\n- snow is cleared by the flat whose turn it is\n"
    ),
    "numbers alone": _each("\f", "{n}\n"),
}
