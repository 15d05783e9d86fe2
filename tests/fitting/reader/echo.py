"""Examples with an echo: a line that has the question's words and does not answer it.

Documentation is full of such lines: headings, entries of an FAQ, lead-ins. A reader that never saw
one quotes the heading that repeats the question as the answer to it.
"""

from dataclasses import replace
from random import Random

from index.records import PassageText, Span
from index.storage.words.analysis import STOP_WORDS
from tests.fitting.reader.examples import Example

SHARE = 0.35  # of the examples
_AS_LIST = 0.25  # of those, how many have their sentences set as lines
_WITH_LINE = 0.85  # and how many get a line put before one of their sentences
_BEFORE_THE_ANSWER = 0.75  # of these lines, how many stand right before an answering sentence
_MOST_WORDS = 6
_MARKS = "?.,!:;\"'()"
_LEAD_INS = (
    "{title}:",
    "Here is more about {words}:",
    "This section explains {words}.",
    "The following shows {words}:",
    "See also {title}.",
    "Let us look at {words}.",
    "{title} is explained below.",
    "More on {words} follows.",
)


def echoed(example: Example, random: Random, share: float = SHARE) -> Example:
    """Return the example, with an echo for a `share` (0 to 1) of all examples.

    The sentences keep their words, and the answers their sentences; only offsets move.
    """
    if random.random() >= share:
        return example
    if random.random() < _AS_LIST:
        example = as_list(example, random)
    if random.random() < _WITH_LINE:
        example = with_line(example, line_about(example.question, random), random)
    return example


def as_list(example: Example, random: Random) -> Example:
    """Return the example with each sentence on a line of its own, most of them behind a dash.

    An example whose short answer lies in no single sentence is returned unchanged.
    """
    text, short = "", None
    spans: list[Span] = []
    for sentence in example.passage.sentences:
        if spans:
            text += "\n"
        if random.random() < 0.7:
            text += "- "
        shift = len(text) - sentence.start
        if example.short and _lies_in(example.short, sentence):
            short = _moved(example.short, shift)
        spans.append(_moved(sentence, shift))
        text += sentence.of(example.passage.text)
    if example.short and short is None:
        return example
    return replace(example, passage=PassageText(text, tuple(spans)), short=short)


def with_line(example: Example, line: str, random: Random) -> Example:
    """Return the example with `line` before one of its sentences, as a sentence that answers not.

    An example is returned unchanged where the line would cut a sentence or the short answer.
    """
    text, sentences = example.passage.text, example.passage.sentences
    number = _place_of_line(example, random)
    cut = sentences[number].start
    before = text[:cut].rstrip(" -*\n")
    lead = f"{before}\n\n" if before else ""
    behind = random.choice(("\n\n", "\n", "\n\n"))
    if any(sentence.end > len(before) for sentence in sentences[:number]):
        return example
    if example.short and example.short.start < cut < example.short.end:
        return example
    shift = len(lead) + len(line) + len(behind) - cut
    spans = (
        *sentences[:number],
        Span(len(lead), len(lead) + len(line)),
        *(_moved(sentence, shift) for sentence in sentences[number:]),
    )
    short = example.short
    return replace(
        example,
        passage=PassageText(lead + line + behind + text[cut:], spans),
        answering=frozenset(n + (n >= number) for n in example.answering),
        short=_moved(short, shift) if short and short.start >= cut else short,
    )


def line_about(question: str, random: Random) -> str:
    """Return the question itself, a title made of its content words, or a lead-in with these."""
    stripped = (word.strip(_MARKS) for word in question.split())
    content = [word for word in stripped if word and word.lower() not in STOP_WORDS][:_MOST_WORDS]
    kind = random.random()
    if kind < 0.25 or not content:
        return question if random.random() < 0.8 else f"Q: {question}"
    if random.random() < 0.5 and len(content) > 2:
        content = content[: random.randint(2, len(content))]
    title = " ".join(word[:1].upper() + word[1:] for word in content)
    if kind < 0.65:
        return title
    return random.choice(_LEAD_INS).format(title=title, words=" ".join(content))


def _place_of_line(example: Example, random: Random) -> int:
    """Return the number of the sentence that the line stands before."""
    if example.answering and random.random() < _BEFORE_THE_ANSWER:
        return min(example.answering)
    return random.randrange(len(example.passage.sentences))


def _lies_in(span: Span, sentence: Span) -> bool:
    return sentence.start <= span.start and span.end <= sentence.end


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
