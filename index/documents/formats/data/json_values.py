"""Parses JSON (RFC 8259) into values that keep how numbers are written, and keys that repeat."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.errors import Unreadable
from index.originals import FileStatus

_MOST_BYTES = 64 * 2**20
_ID = re.compile(r"[0-9a-fA-F]{16,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\d{20,}")
_LONGEST_WORD = 100  # characters; what is longer is no word, except an address


@dataclass(frozen=True, slots=True)
class Fields:
    """An object: its keys and values, in order."""

    pairs: list[tuple[str, "Value"]]

    def get(self, name: str) -> "Value":
        """Return the value under a key, the last one if it repeats; None if there is none."""
        return dict(self.pairs).get(name)

    def texts(self, *names: str) -> Iterator[str]:
        """Yield the strings under the keys that are called so, the first name first."""
        for name in names:
            for key, value in self.pairs:
                if plain_key(key) == name and isinstance(value, str) and value.strip():
                    yield value.strip()


Value = Fields | list["Value"] | str | bool | None
"""A value of JSON; numbers are strings, as they are written."""


def plain_key(key: str) -> str:
    """Return a key as it is compared: `pubDate` and `pub_date` are the same."""
    return key.replace("_", "").replace("-", "").casefold()


def parsed(text: str) -> Value:
    """Return the value that a text is. Raises Unreadable: BROKEN or TOO_LARGE."""
    if len(text) > _MOST_BYTES:
        reason = f"more than {_MOST_BYTES // 2**20} MiB of JSON"
        raise Unreadable(reason, FileStatus.TOO_LARGE, "split it into smaller files")
    try:
        value: Value = json.loads(
            text,
            object_pairs_hook=Fields,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
        )
    except RecursionError as error:
        raise Unreadable("its values lie too deep in each other", FileStatus.TOO_LARGE) from error
    except ValueError as error:
        where = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable(f"damaged or incomplete JSON{where}") from error
    return value


def scalar_text(value: Value) -> str | None:
    """Return a value that is no object or list as a person writes it; None for one that is.

    "" stands for what says nothing: null, and what only programs read, such as hashes.
    """
    if isinstance(value, list | Fields):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = (value or "").strip()
    is_word = not any(c.isspace() for c in text)
    machine = _ID.fullmatch(text) or (is_word and len(text) > _LONGEST_WORD and "://" not in text)
    return "" if machine else text
