"""Abbreviations in a question, written out as the documents have them.

Where the passages found have no "FSM" but a name of those initials, "Field Service Management",
the question is asked with that name. A definition in the documents themselves, "paid time off
(PTO)", needs none of this: there the abbreviation is found.
"""

import re
from collections.abc import Sequence

_ABBREVIATION = re.compile(r"\b([A-Z]{3,6})(s?)\b")
_JOINED = "[ \N{NO-BREAK SPACE}-]"  # one name goes on over these
_SMALL = "[a-z]{1,3}"  # "of", "and", "the": they need no initial of their own


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
    pattern = _pattern_of(abbreviation)
    for label in labels:
        if re.fullmatch(pattern, label.strip(), re.IGNORECASE):
            return label.strip()
    found = (re.search(rf"\b{pattern}\b", text) for text in texts)
    return next((match[0] for match in found if match), None)


def _pattern_of(abbreviation: str) -> str:
    """Return a pattern of the names with these initials, each a capital letter or of a small word.

    The first word has a capital letter.
    """
    first, others = abbreviation[0], abbreviation[1:]
    words = [f"{first}[^\\W\\d_]*"]
    words += [f"(?:{other}[^\\W\\d_]*|(?={other.lower()}){_SMALL})" for other in others]
    return f"(?:{_JOINED}{_SMALL})*{_JOINED}".join(words)
