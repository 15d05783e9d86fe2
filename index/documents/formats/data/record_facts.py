"""Finds what a record says of itself: title, author, day, language, address."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from index.documents.formats.data.json_values import Fields, Value, plain_key

_TITLES = ("title", "name", "subject", "headline", "question", "summary")
_DATES = ("published", "publishedat", "datepublished", "pubdate", "date", "createdat", "created")
_AUTHORS = ("author", "authors", "byline", "creator", "from")
_ADDRESSES = ("url", "link", "permalink", "canonicalurl", "weburl", "htmlurl")
_LANGUAGES = ("language", "lang", "locale")
_KEYS = ("id", "uuid", "guid", "key", "slug")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)")
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2})?\Z")
_LONGEST_TITLE = 200  # characters


class RecordFacts(NamedTuple):
    """What a record says of itself. key: what it is called among others. None where it does not."""

    title: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    key: str | None = None


def facts_of(value: Value) -> RecordFacts:
    """Return what a value says of itself, if it is an object."""
    if not isinstance(value, Fields):
        return RecordFacts()
    titles = (text for text in value.texts(*_TITLES) if _is_line(text))
    days = (day for text in value.texts(*_DATES) if (day := _day_of(text)))
    languages = (text for text in value.texts(*_LANGUAGES) if _LANGUAGE.match(text))
    urls = (text for text in value.texts(*_ADDRESSES) if re.match(r"https?://\S+\Z", text))
    language = next(languages, None)
    return RecordFacts(
        next(titles, None),
        next(_authors(value), None),
        next(days, None),
        language.replace("_", "-") if language else None,
        next(urls, None),
        next(value.texts(*_KEYS), None),
    )


def title_of(value: Value) -> str | None:
    """Return the title of a value, or else of the first object in it that has one."""
    inner = value.pairs if isinstance(value, Fields) else []
    return facts_of(value).title or next(
        (title for _, each in inner if (title := facts_of(each).title)), None
    )


def _is_line(text: str) -> bool:
    return "\n" not in text and len(text) <= _LONGEST_TITLE and not text.isdecimal()


def _day_of(text: str) -> str | None:
    found = _DAY.match(text)
    try:
        return date.fromisoformat(found[1]).isoformat() if found else None
    except ValueError:
        return None


def _authors(fields: Fields) -> Iterator[str]:
    """Yield who wrote it: a name, a list of names, or objects with a name."""
    for key, value in fields.pairs:
        if plain_key(key) in _AUTHORS:
            people = value if isinstance(value, list) else [value]
            names = [
                next(person.texts("name"), "") if isinstance(person, Fields) else person
                for person in people
            ]
            told = [name.strip() for name in names if isinstance(name, str) and _is_line(name)]
            if any(told):
                yield ", ".join(name for name in told if name)
