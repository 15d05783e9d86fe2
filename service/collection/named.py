"""Which document, or which section of one, the words of a question name."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from index.languages.telling import LANGUAGES, is_function_word, language_among
from index.records import Block, BlockKind, Span
from index.storage.catalogue import Catalogue
from index.storage.texts_records import DocumentSummary
from index.storage.words.analysis import Ways, number_of, terms
from service.collection.features import Word, words_of
from service.collection.intents import (
    asks_about,
    asks_for_text,
    document_nouns,
    is_for_documents,
)
from service.collection.scope import Scope
from service.english.function_words import DETERMINERS, POSSESSIVES

_MOST_LOOKED_AT = 500  # documents with a word of the name in their title or id
_MOST_PASSAGES = 50  # that may stand below a heading of that name
_MOST_WORDS = 16  # of a question that asks what a document says
_MOST_BESIDE = 2  # words that tell something: "the contents of", "worum geht es in"
_ARTICLES = DETERMINERS | POSSESSIVES


@dataclass(frozen=True, slots=True)
class Target:
    """A document, or the section of it below `heading`. row: of the document."""

    row: int
    document: DocumentSummary
    heading: Block | None = None


def targets_of(subject: str, scope: Scope) -> list[Target]:
    """Return the documents or the section that the subject names; none if it names neither.

    Several, if nothing tells which of them is meant. A document is named by its title or its file
    name, and a section by its heading, if all words of the subject stand there. Words for any
    document, as "guide" or "report", are left out where nothing is named with them.
    """
    wanted = frozenset(scope.ways(subject))
    nouns = document_nouns()
    particular = frozenset(ways for ways in wanted if nouns.isdisjoint(map(number_of, ways)))
    for names in dict.fromkeys(filter(None, (wanted, particular))):
        found = _documents(names, scope) or _sections(names, scope)
        if found:
            return found
    return []


def named_in(question: str, scope: Scope) -> str:
    """Return the name of the one document of which a question asks what it says; "" for none.

    "What is install.md about?", "What's in the file Pantry?". The name must be the whole title or
    file name.
    """
    words = words_of(question)
    if len(words) > _MOST_WORDS:
        return ""
    language = language_among(question, LANGUAGES)
    telling = [
        place
        for place, word in enumerate(words)
        if not is_function_word(word.span.of(question), language) and not _is_noun(word)
    ]
    if len(words) - len(telling) < 2:  # "Pantry rent" asks for a fact
        return ""
    for first, last in _nearly_all(telling):
        beside = [words[place].text for place in telling if not first <= place <= last]
        if not all(map(asks_for_text, beside)):  # "Do guests get Pantry cheaper?"
            continue
        name = Span(words[first].span.start, words[last].span.end)
        if _is_asked_about(question, words, first, name) and _is_of_one(name.of(question), scope):
            return name.of(question)
    return ""


def _nearly_all(telling: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of what may be a name: all words that tell something but a few."""
    for left_out in range(min(_MOST_BESIDE, len(telling) - 1) + 1):
        for start in range(left_out + 1):
            yield telling[start], telling[len(telling) - 1 - left_out + start]


def _is_asked_about(question: str, words: Sequence[Word], first: int, name: Span) -> bool:
    """Whether a question asks what a document says, if its words at `name` name one.

    first: the place of its first word. A title alone may be a thing, so that a question of it and
    of words that tell nothing is none: "What is a pantry?". With an article it is one: "What does
    the warranty cover?" asks for what is covered, though there is a document "Warranty".
    """
    begin = first
    while begin and (_is_noun(words[begin - 1]) or words[begin - 1].text in _ARTICLES):
        begin -= 1
    whole = Span(words[begin].span.start, name.end)
    is_called_one = any(map(_is_noun, words[begin:first])) or "." in name.of(question)
    rest = f"{question[: whole.start]} {question[whole.end :]}"
    is_alone = begin == first and bool(terms(rest))
    return (is_called_one or is_alone) and asks_about(question, whole)


def _is_of_one(name: str, scope: Scope) -> bool:
    """Whether a name is the whole title or file name of one document.

    "What is Joplin?" is a title, and not the name "Joplin".
    """
    wanted = frozenset(scope.ways(name))
    exact = [target for more, target in _matches(wanted, scope) if more == 0] if wanted else []
    return len(exact) == 1 and _length(name) in map(_length, _names(exact[0].document))


def _length(name: str) -> int:
    """Return how many words a name has, without articles."""
    return sum(word.text not in _ARTICLES for word in words_of(name))


def _names(document: DocumentSummary) -> tuple[str, str, str]:
    file = PurePosixPath(document.document_id)
    return document.title, file.name, file.stem


def _is_noun(word: Word) -> bool:
    return is_for_documents(word.text)


def _documents(wanted: frozenset[Ways], scope: Scope) -> list[Target]:
    """Return the documents whose names hold all the terms; those alone that add nothing to them."""
    found = _matches(wanted, scope)
    exact = [target for more, target in found if more == 0]
    return exact or [target for _, target in found]


def _matches(wanted: frozenset[Ways], scope: Scope) -> list[tuple[int, Target]]:
    """Return the documents whose names hold all the terms, with how many more these have."""
    rows = _with_a_word_of(wanted, scope)
    found: list[tuple[int, Target]] = []
    for row, document in zip(rows, scope.summaries(rows), strict=True):
        names = [frozenset(scope.ways(name)) for name in _names(document)]
        more = [len(name - wanted) for name in names if wanted <= name]
        if more:
            found.append((min(more), Target(row, document)))
    return found


def _with_a_word_of(wanted: frozenset[Ways], scope: Scope) -> list[int]:
    """Return the rows of documents with the rarest of the terms in the title or id, by title."""
    catalogue, allowed = scope.searcher.generation.catalogue, frozenset(scope.documents.tolist())
    by_word = [
        [row for row in _titled(ways, catalogue) if row in allowed] for ways in sorted(wanted)
    ]
    return min(by_word, key=len)[:_MOST_LOOKED_AT]


def _titled(ways: Ways, catalogue: Catalogue) -> list[int]:
    """Return the rows of documents with any of the terms in the title or id, by title."""
    found = (catalogue.find(_beginning(term), order="title").tolist() for term in ways)
    return list(dict.fromkeys(itertools.chain.from_iterable(found)))


def _beginning(term: str) -> str:
    """Return how every word begins that has this term: "polic" for "polici", of "policy"."""
    return term.removesuffix("i") or term


def _sections(wanted: frozenset[Ways], scope: Scope) -> list[Target]:
    """Return the section with the shortest heading that holds all the terms, the best by BM25."""
    found: list[tuple[int, Target]] = []
    rows = scope.holding(sorted(wanted), _MOST_PASSAGES)
    for stored in scope.store.stored_passages(rows.tolist()):
        document, passage = stored.document, Span(stored.passage.start, stored.passage.end)
        blocks = scope.store.shapes.blocks_between(document.row, passage)
        for block in blocks.values():
            if block.kind is not BlockKind.HEADING:
                continue
            names = frozenset(scope.ways(stored.of(block.span)))
            if wanted <= names:
                [summary] = scope.summaries([document.row])
                found.append((len(names - wanted), Target(document.row, summary, block)))
    return [min(found, key=lambda pair: pair[0])[1]] if found else []
