"""Abbreviations in a question, written out as the documents have them.

Where the passages found have no "FSM" but a name of those initials, "Field Service Management",
the question is asked with that name. A definition in the documents themselves, "paid time off
(PTO)", needs none of this: there the abbreviation is found.
"""

import re
from collections.abc import Callable, Sequence

from index.languages.scripts import ENGLISH
from index.languages.telling import is_function_word

_ABBREVIATION = re.compile(r"\b([A-Z]{3,6})(s?)\b")
_WORD = re.compile(r"[^\W\d_]+")
_JOINED = (" ", "\N{NO-BREAK SPACE}", "-")  # one name goes on over these
_MOST_FOR_A_LETTER, _FEWEST_CAPITALS = 3, 2  # words


def abbreviates(question: str) -> bool:
    """Whether a question has what may be an abbreviation.

    In one that is all in capital letters, a word is none.
    """
    return not question.isupper() and _ABBREVIATION.search(question) is not None


def written_out(question: str, texts: Sequence[str], labels: Sequence[str] = ()) -> str:
    """Return the question with names in place of its abbreviations, where they are known.

    texts: the passages found, best first. labels: titles and headings, which may be a name as a
    whole though only their first word has a capital letter: "Paid time off".
    """

    def full(match: re.Match[str]) -> str:
        written, plural = match.groups()
        is_known = re.compile(rf"\b{written}s?\b", re.IGNORECASE)
        if any(is_known.search(text) for text in (*texts, *labels)):
            return match[0]
        name = _name_of(written, texts, labels)
        return f"{name}{plural}" if name else match[0]

    return _ABBREVIATION.sub(full, question) if abbreviates(question) else question


def _name_of(abbreviation: str, texts: Sequence[str], labels: Sequence[str]) -> str | None:
    """Return the first name with these initials."""
    letters = abbreviation.lower()
    for label in map(str.strip, labels):
        words = [*_WORD.finditer(label)]
        if words and _end_of_name(letters, label, words, _small) == len(label):
            return label
    return next(filter(None, (_name_in(letters, text) for text in texts)), None)


def _name_in(letters: str, text: str) -> str | None:
    """Return the first name with these initials in a text, two of its words with a capital."""
    words = [*_WORD.finditer(text)]
    for place, word in enumerate(words):
        if word[0][0].isupper() and word[0][0].lower() == letters[0]:
            run = words[place : place + _MOST_FOR_A_LETTER * len(letters)]
            end = _end_of_name(letters, text, run, _capital)
            capitals = sum(one[0][0].isupper() for one in run if one.end() <= end)
            if capitals >= _FEWEST_CAPITALS:
                return text[word.start() : end]
    return None


def _end_of_name(
    letters: str, text: str, words: Sequence[re.Match[str]], initial: Callable[[str], str]
) -> int:
    """Return where a name with these initials ends that begins with the first word; 0 without one.

    A function word may be one of those with an initial, or stand between them. initial: returns
    that of a word, "" for none.
    """
    known = {0}  # of how many letters the words so far may be
    for place, word in enumerate(words):
        if place and text[words[place - 1].end() : word.start()] not in _JOINED:
            return 0
        first = initial(word[0])
        is_small = place > 0 and word[0].islower() and is_function_word(word[0], ENGLISH)
        further = {n + 1 for n in known if (first or (is_small and _small(word[0]))) == letters[n]}
        if len(letters) in further:
            return word.end()
        known = further | (known if is_small else set())
        if not known:
            return 0
    return 0


def _small(word: str) -> str:
    return word[0].lower()


def _capital(word: str) -> str:
    return word[0].lower() if word[0].isupper() else ""
