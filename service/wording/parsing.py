"""What an LLM writes, piece by piece -> its sentences, each with the numbers that it names."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.documents.marks import LIST_MARK
from index.documents.splitting.sentences import sentence_starts, stripped
from index.languages.telling import Languages
from index.records import Span
from service.wording.plain_text import as_text

_THINKS, _HAS_THOUGHT = "<think>", "</think>"
_MARKER = re.compile(r"\s*[\[【]\s*\^?(\d{1,3}(?:\s*[,;]\s*\^?\d{1,3})*)\s*[\]】]")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\w")
_UNFINISHED = re.compile(r"[\[【<(][^\]】>)]*\Z|\*\*?\Z|`\Z")
_GOES_ON = re.compile(r"\w\S*\s+\S")  # so much of the next sentence tells that it is one


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence of the LLM, without markup and markers.

    numbers: that it names, in order, each once. on_line: whether it begins a line. is_item: whether
    that line is an item of a list.
    """

    text: str
    numbers: tuple[int, ...]
    on_line: bool = False
    is_item: bool = False


class Sentences:
    """Takes text as it comes, and gives each sentence once it is whole.

    languages: of the text.
    """

    def __init__(self, languages: Languages) -> None:
        self._languages = languages
        self._line = ""
        self._given = 0  # sentences of the line
        self._begun = False

    def feed(self, text: str) -> Iterator[WrittenSentence]:
        """Yield the sentences that end in this text."""
        self._line += text
        if not self._begun and not self._begin():
            return
        *lines, last = re.split(r"\r\n|[\r\n\u2028\u2029]", self._line)
        for line in lines:
            yield from self._rest_of(line)
        self._line = last
        if _UNFINISHED.search(last):
            return
        sentences = list(_sentences_of(last, self._languages))
        if sentences and _GOES_ON.match(sentences[-1].text):
            yield from sentences[self._given : -1]
            self._given = max(self._given, len(sentences) - 1)

    def end(self) -> Iterator[WrittenSentence]:
        """Yield the sentences that were left, once no more text comes."""
        if self._begun or self._begin():
            yield from self._rest_of(self._line)

    def _begin(self) -> bool:
        """Pass over what a model thinks aloud first; return whether its answer has begun."""
        start = self._line.lstrip()
        if start.startswith(_THINKS):
            _, end, rest = start.partition(_HAS_THOUGHT)
            self._line = rest if end else self._line
            self._begun = bool(end)
        else:
            self._begun = bool(start) and not _THINKS.startswith(start)
        return self._begun

    def _rest_of(self, line: str) -> Iterator[WrittenSentence]:
        yield from [*_sentences_of(line, self._languages)][self._given :]
        self._given = 0


def _sentences_of(line: str, languages: Languages) -> Iterator[WrittenSentence]:
    """Yield the sentences of one line.

    A number belongs to the sentence that it stands in or behind; at the start, to the first.
    """
    line = as_text(line)
    mark = LIST_MARK.match(line)
    text, markers = _without_markers(line[mark.end() :] if mark else line)
    starts = [0, *sentence_starts(text, Span(0, len(text)), languages), len(text) + 1]
    is_first = True
    for start, end in itertools.pairwise(starts):
        sentence = stripped(text, Span(start, min(end, len(text)))).of(text)
        if not _WORD.search(sentence):
            continue
        named = (
            n for at, numbers in markers if start < at <= end or at == start == 0 for n in numbers
        )
        in_order = tuple(dict.fromkeys(named))
        yield WrittenSentence(sentence, in_order, is_first, is_first and mark is not None)
        is_first = False


def _without_markers(line: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """Return a line without its markers; and where each stood in what is left, with its numbers."""
    text, end = "", 0
    markers: list[tuple[int, list[int]]] = []
    for marker in _MARKER.finditer(line):
        text += line[end : marker.start()]
        end = marker.end()
        markers.append((len(text), [int(digits) for digits in _DIGITS.findall(marker[1])]))
    return text + line[end:], markers
