"""The table of the passages' languages: made, written, and read.

It has a row for each passage that is not in English.
"""

import sqlite3

from index.languages.scripts import ENGLISH
from index.storage.tables.later_tables import LaterTables

# All words of a store without it were stemmed as English.
TABLES = LaterTables(
    "languages",
    """
CREATE TABLE {schema}.languages (passage INTEGER PRIMARY KEY, language TEXT NOT NULL) STRICT;
""",
)
JOIN = "LEFT JOIN languages ON languages.passage = passages.row"
LANGUAGE = f"coalesce(languages.language, '{ENGLISH}')"


def add_language(connection: sqlite3.Connection, passage: int, language: str) -> None:
    """Write the language of the passage at this row."""
    if language != ENGLISH:
        connection.execute("INSERT INTO languages VALUES (?, ?)", (passage, language))


def copy_languages(connection: sqlite3.Connection, first: int, end: int, new_first: int) -> None:
    """Copy the languages of the passages `first` to before `end` out of the store `other`.

    new_first: the row of the first of them here.
    """
    connection.execute(
        "INSERT INTO languages SELECT passage + ?, language FROM other.languages"
        " WHERE passage >= ? AND passage < ? ORDER BY 1",
        (new_first - first, first, end),
    )
