"""The front matter of a Markdown file: YAML between "---" or TOML between "+++"."""

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

_YAML = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_TOML = re.compile(r"\A\ufeff?\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.S | re.M)
# As people write dates in English; 5/6/2020 may be May or June, and is no date.
_DATES = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%Y/%m/%d", "%d.%m.%Y", "%Y%m%d")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What front matter says of its document; None, or empty, where it says nothing."""

    title: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def front_matter(text: str) -> tuple[FrontMatter | None, str]:
    """Return the front matter, None if there is none, and the text after it."""
    match = _YAML.match(text) or _TOML.match(text)
    if not match:
        return None, text
    try:
        fields = tomllib.loads(match[1]) if "+++" in match[0][:4] else yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError):  # ValueError: a date such as 2022-13-45, or no TOML
        return None, text
    # A document may open with a rule and prose; only a mapping is front matter.
    if not isinstance(fields, dict):
        return None, text
    return _read(fields), text[match.end() :]


def _read(fields: Mapping[Any, Any]) -> FrontMatter:
    named = {str(name).lower(): value for name, value in fields.items()}
    taxonomies = named.get("taxonomies")  # where Zola keeps tags
    tags = taxonomies.get("tags") if isinstance(taxonomies, dict) else None
    title = named.get("title")
    return FrontMatter(
        title=(str(title).strip() or None) if title else None,
        published=_date(named.get("published", named.get("date"))),
        authors=_names(named.get("author", named.get("authors"))),
        tags=_names(named.get("tags", tags)),
    )


def _names(value: object) -> tuple[str, ...]:
    """Return one name or several, given as text, a list, or a mapping with a name."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        return tuple(name for part in value for name in _names(part))
    return (value.strip(),) if isinstance(value, str) and value.strip() else ()


def _date(value: object) -> str | None:
    """Return the date or the time in ISO 8601; None if it is neither."""
    if isinstance(value, datetime.date):  # a datetime is a date too
        return value.isoformat()
    text = str(value).strip() if value else ""
    try:
        return datetime.datetime.fromisoformat(text).isoformat()
    except ValueError:
        return _date_in_words(text)


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
