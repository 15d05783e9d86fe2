"""The front matter of a Markdown file: YAML between "---", TOML between "+++", JSON in braces, or
the lines "title: …" with which MultiMarkdown begins.

A document may also open with a rule and prose, with "Note: …" between two rules, or with a record.
What is taken for front matter is lost as text, so that the names of its fields must tell.
"""

import email.utils
import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

import yaml

from index.documents.formats.markup.front.front_fields import (
    FrontMatter,
    is_understood,
    known_among,
    what_fields_say,
)

_YAML = re.compile(
    r"\A\ufeff?(\s*)---[ \t]*\r?\n([ \t]*\r?\n)*+(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)",
    re.S | re.M,
)
_TOML = re.compile(r"\A\ufeff?\s*\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_JSON = re.compile(r"\A\ufeff?\s*(\{[ \t]*\r?\n.*?^\})[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_LINES = re.compile(
    r"\A\ufeff?((?:[A-Za-z][\w -]*:[ \t].*(?:\r?\n|\Z)(?:[ \t]+\S.*(?:\r?\n|\Z))*)+)(?=\s|\Z)"
)
_FIELD = re.compile(r"([A-Za-z][\w -]*):(?:[ \t]+(.*))?$")
_IDENTIFIER = re.compile(r"[a-z][\w-]*")
_IN_QUOTES = re.compile(r"([\"'])(.*)\1")
_ADDRESS = re.compile(r"[^<>@]*<[^<>@\s]+@[^<>\s]+>")


def front_matter(text: str) -> tuple[FrontMatter | None, str]:
    """Return the front matter, None if there is none, and the text after it."""
    for find in (_in_yaml, _in_toml, _in_json, _in_lines):
        if found := find(text):
            fields, end = found
            return what_fields_say(fields), text[end:]
    return None, text


_Found = tuple[Mapping[Any, Any], int]  # the fields, and where the text goes on


def _in_yaml(text: str) -> _Found | None:
    match = _YAML.match(text)
    fields = _yaml(match[3]) if match else None
    if not match or not isinstance(fields, dict):
        return None
    # Rules stand apart from their prose; marks of front matter seldom from its fields.
    stands_apart = bool(match[1] or match[2])
    named = not stands_apart and any(_IDENTIFIER.fullmatch(str(name)) for name in fields)
    return (fields, match.end()) if not fields or named or is_understood(fields) else None


def _in_toml(text: str) -> _Found | None:
    match = _TOML.match(text)
    try:
        return (tomllib.loads(match[1]), match.end()) if match else None
    except ValueError:
        return None


def _in_json(text: str) -> _Found | None:
    match = _JSON.match(text)
    try:
        fields = json.loads(match[1]) if match else None
    except ValueError:
        return None
    return (fields, match.end()) if match and fields and is_understood(fields) else None


def _in_lines(text: str) -> _Found | None:
    """Read the lines of MultiMarkdown, all of whose fields must be known: minutes begin alike."""
    match = _LINES.match(text)
    fields = _field_by_field(match[1]) if match else None
    if not match or not fields or len(fields) < 2 or known_among(fields) < len(fields):
        return None
    return (fields, match.end()) if any(str(name).lower() == "title" for name in fields) else None


def _yaml(text: str) -> object:
    """Return the fields as strings; each by itself where the whole is no YAML."""
    try:
        # Not what YAML makes of them: "2022-13-45" would be an error, and "no" would be false.
        return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes strings, lists and mappings
    except yaml.YAMLError:
        return _field_by_field(text)


def _field_by_field(text: str) -> dict[str, object] | None:
    """Return the fields, each with its lines; None if a line is no part of one."""
    parts: list[list[str]] = []
    for line in text.splitlines():
        if _FIELD.match(line):
            parts.append([line])
        # What is indented, or an item, belongs to the field above.
        elif line.startswith((" ", "\t", "-")) and parts:
            parts[-1].append(line)
        elif line.strip() and not line.startswith("#"):
            return None
    fields: dict[str, object] = {}
    for lines in parts:
        if field := _FIELD.match(lines[0]):
            fields[field[1]] = _value(lines, field[2] or "")
    return fields


def _value(lines: list[str], first: str) -> object:
    """Return the value of one field, or what its first line has for it if that is no YAML."""
    try:
        [value] = yaml.load("\n".join(lines), yaml.BaseLoader).values()  # noqa: S506 - as above
        return value
    except yaml.YAMLError:
        text = first.strip()
    if _ADDRESS.fullmatch(text):
        return email.utils.parseaddr(text)[0] or text
    if text.startswith("["):
        return [name.strip(" \"'") for name in text.strip("[]").split(",")]
    in_quotes = _IN_QUOTES.fullmatch(text)
    return in_quotes[2] if in_quotes else text
