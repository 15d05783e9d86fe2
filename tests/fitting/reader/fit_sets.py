"""Questions of fit sets, of every day and on documentation, and what Pincite finds: in two halves.

Right passages teach what an answer looks like; the others are near misses, which no public set has
of this search. A reader trained on one half of the articles judges the questions of the other half
(tests.fitting.scores).
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from index.ranking.hits import PassageHit
from index.records import PassageText, Span
from service.evaluation.dataset import JudgedQuery
from service.evaluation.measures import holds_answer
from service.evaluation.run import Quote
from tests.fitting.collect import Asked, ask_all
from tests.fitting.documentation.asking import SET as DOCUMENTATION
from tests.fitting.documentation.asking import ask_documentation, questions_about
from tests.fitting.documentation.collections import sources
from tests.fitting.everyday.asking import SET as EVERYDAY
from tests.fitting.everyday.asking import EverydayQuestion, ask_everyday
from tests.fitting.reader.examples import Example
from tests.fitting.scores import HALVED, half_of

_PASSAGES = 5
_SURE = 3  # passages of which each is kept; of later ones that do not answer, every other one
_MOST_RIGHT = 3  # of a passage's sentences, where all are right: more tell nothing apart
_WEIGHTS = {"squad-fit": 1.2, "clapnq-fit": 1.2, "selqa-fit": 1.0}
_REPEATS = 2  # of an example that answers; fewer do than do not
_LONGEST_ANSWER = 300
_BY_A_STRETCH = (EVERYDAY, DOCUMENTATION)  # an answer is no more than a sign of its sentence


Halves = tuple[list[Example], list[Example]]


def halves_of_sets(folder: Path) -> Halves:
    """Return the examples of the fit sets in a folder; no article is in both halves."""
    return _halves(asked for name in HALVED for asked in ask_all(folder / name))


def halves_of_everyday(say: Callable[[str], None], questions: Path) -> Halves:
    """Return the examples of everyday questions; no folder of documents is in both halves."""
    return _halves(ask_everyday(say, questions))


def halves_of_documentation(
    say: Callable[[str], None],
    checkouts: Path,
    told: Callable[[str], Iterable[EverydayQuestion]] = questions_about,
) -> Halves:
    """Return the examples of questions about documentation; no collection is in both halves.

    told: see `ask_documentation`. Collections whose licence forbids it are left out.
    """
    learned = {name for name, source in sources().items() if source.is_learned}
    asked = ask_documentation(say, checkouts, told)
    return _halves(one for one in asked if one.article in learned)


def _halves(questions: Iterable[Asked]) -> Halves:
    parts: Halves = ([], [])
    for asked in questions:
        parts[half_of(asked)].extend(examples_of(asked))
    return parts


def examples_of(asked: Asked) -> Iterator[Example]:
    """Give the passages found for a question from which there is something to learn.

    Of an everyday question, and of one about documentation, a stretch is told by which the sentence
    is known, which is no short answer.
    """
    for place, hit in enumerate(asked.hits[:_PASSAGES]):
        passage = hit.stored.in_context()
        answering = _answering(asked.query, hit)
        if not _teaches(asked.query, hit, place, answering):
            continue
        is_told = asked.dataset not in _BY_A_STRETCH
        yield Example(
            question=asked.query.text,
            passage=passage,
            answering=answering,
            short=_short(asked.query, passage, answering) if is_told else None,
            weight=_WEIGHTS.get(asked.dataset, 1.0),
            repeats=_REPEATS if answering else 1,
            source=asked.dataset,
        )


def _answering(query: JudgedQuery, hit: PassageHit) -> frozenset[int]:
    """Return the numbers of the sentences that answer."""
    if query.answerable is False:
        return frozenset()
    name = hit.stored.document.document_id
    quotes = [Quote(name, hit.stored.of(sentence.span)) for sentence in hit.sentences]
    return frozenset(n for n, quote in enumerate(quotes) if holds_answer(query, quote))


def _teaches(query: JudgedQuery, hit: PassageHit, place: int, answering: frozenset[int]) -> bool:
    """Whether an example of the passage found at `place` (0 is the best) has something to teach."""
    if answering:
        return len(answering) <= _MOST_RIGHT or len(answering) < len(hit.sentences)
    if query.answerable is False:
        return True
    if hit.stored.document.document_id in query.relevant:
        return False  # it may answer in a sentence that nobody marked
    return place < _SURE or zlib.crc32(f"{query.query_id}{place}".encode()) % 2 == 0


def _short(query: JudgedQuery, passage: PassageText, answering: frozenset[int]) -> Span | None:
    """Return where a known answer stands in the first sentence that answers."""
    if not answering:
        return None
    sentence = passage.sentences[min(answering)]
    for answer in query.answers:
        words = re.compile(re.escape(answer), re.IGNORECASE)
        found = words.search(passage.text, sentence.start, sentence.end)
        if found and 0 < len(answer) < _LONGEST_ANSWER:
            return Span(*found.span())
    return None
