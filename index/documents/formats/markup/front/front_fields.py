"""What the fields of front matter say of their document: title, date, authors, tags and so on."""

import datetime
import email.utils
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from index.documents.succession import successor_in

# As people write dates in English; 5/6/2020 may be May or June, and is no date.
_DATES = (
    "%d %B %Y",
    "%d %b %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%A %B %d %Y",
    "%A %d %B %Y",
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_BEFORE_ZONE = re.compile(r"\s+(?=(?:[+-]\d\d:?\d\d|Z)$)")
_NOTHING = ("", "~", "null")
_DATED = ("published", "date", "pubdate", "publishdate", "publishedat", "publishedon", "created")
_TAGGED = ("tags", "tag", "keywords", "categories", "category")
_SITES = ("site", "sitename", "website")
_LANGUAGES = ("lang", "language", "locale")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_URLS = ("canonicalurl", "canonical", "url", "sourceurl", "source", "link")
_URL = re.compile(r"https?://\S+")  # of a path it is not known where it begins
_TITLED = ("title",)
_WRITTEN_BY = ("author", "authors")
_KNOWN = frozenset(
    (*_TITLED, *_WRITTEN_BY, *_DATED, *_TAGGED, *_SITES, *_LANGUAGES, *_URLS, "taxonomies")
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What front matter says of its document; None, or empty, where it says nothing.

    site, language, url, superseded: see `index.records.RawDocument`.
    """

    title: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    site: str | None = None
    language: str | None = None
    url: str | None = None
    superseded: str | None = None


def known_among(names: Iterable[object]) -> int:
    """Return how many of the names of fields say something that is understood here."""
    return sum(_plain(name) in _KNOWN for name in names)


def is_understood(fields: Mapping[Any, Any]) -> bool:
    """Whether a field is known, or says that the document is out of date."""
    return known_among(fields) > 0 or what_fields_say(fields).superseded is not None


def what_fields_say(fields: Mapping[Any, Any]) -> FrontMatter:
    """Return what the fields say of their document."""
    named = {_plain(name): value for name, value in fields.items()}
    taxonomies = named.get("taxonomies")  # where Zola keeps tags
    named = {**taxonomies, **named} if isinstance(taxonomies, dict) else named
    title = str(named.get("title") or "").strip()
    tags = [tag for name in _TAGGED for tag in _names(named.get(name))]
    dates = (_date(named.get(name)) for name in _DATED)  # Jekyll says "published: true"
    return FrontMatter(
        title=None if title in _NOTHING else title,
        published=next((date for date in dates if date), None),
        authors=next((names for key in _WRITTEN_BY if (names := _names(named.get(key)))), ()),
        tags=tuple(dict.fromkeys(tags)),
        site=_first(named, _SITES, re.compile(r"(?s).+")),
        language=(_first(named, _LANGUAGES, _LANGUAGE) or "").replace("_", "-") or None,
        url=_first(named, _URLS, _URL),
        superseded=successor_in(named),
    )


def _plain(name: object) -> str:
    return re.sub(r"[\s_-]", "", str(name).lower())


def _first(named: Mapping[str, Any], names: tuple[str, ...], form: re.Pattern[str]) -> str | None:
    """Return the first value of the names that is a text of that form."""
    texts = (text for key in names for text in _names(named.get(key))[:1])
    return next((text for text in texts if form.fullmatch(text)), None)


def _names(value: object) -> tuple[str, ...]:
    """Return one name or several, given as text, a list, or a mapping with a name."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        return tuple(name for part in value for name in _names(part))
    return (value.strip(),) if isinstance(value, str) and value.strip() not in _NOTHING else ()


def _date(value: object) -> str | None:
    """Return the date or the time in ISO 8601; None if it is neither."""
    if isinstance(value, datetime.date):  # a datetime is a date too
        return value.isoformat()
    text = str(value).strip() if value else ""
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    try:
        in_iso = _BEFORE_ZONE.sub("", re.sub(r"(?:UTC|GMT)$", "Z", text))
        return datetime.datetime.fromisoformat(in_iso).isoformat()
    except ValueError:
        return _date_of_mail(text) or _date_in_words(text)


def _date_of_mail(text: str) -> str | None:
    """Return the time of "Mon, 03 May 2021 10:00:00 GMT", as mail and feeds write it."""
    try:
        return email.utils.parsedate_to_datetime(text).isoformat() if ":" in text else None
    except ValueError:
        return None


def _date_in_words(text: str) -> str | None:
    text = _ORDINAL.sub("", text).replace(",", " ")
    for form in _DATES:
        try:
            # A date has no time zone.
            parsed = datetime.datetime.strptime(" ".join(text.split()), form)
        except ValueError:
            continue
        return parsed.date().isoformat()
    return None
