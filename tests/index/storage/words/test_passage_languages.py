import sqlite3

from index.storage.words import passage_languages


def languages_in(connection: sqlite3.Connection) -> list[str]:
    """The language of each of three passages."""
    connection.execute("CREATE TEMP TABLE passages (row INTEGER PRIMARY KEY)")
    connection.executemany("INSERT INTO passages VALUES (?)", [(0,), (1,), (2,)])
    rows = connection.execute(
        f"SELECT {passage_languages.LANGUAGE} FROM passages {passage_languages.JOIN} ORDER BY row"
    )
    return [language for (language,) in rows]


def test_a_passage_without_a_row_is_in_english() -> None:
    connection = sqlite3.connect(":memory:")
    passage_languages.TABLES.make(connection)
    passage_languages.add_language(connection, 0, "en")
    passage_languages.add_language(connection, 1, "de")
    assert languages_in(connection) == ["en", "de", "en"]


def test_all_of_a_store_without_the_table_is_in_english() -> None:
    connection = sqlite3.connect(":memory:")
    passage_languages.TABLES.stand_in(connection)
    assert languages_in(connection) == ["en", "en", "en"]


def test_languages_are_copied_to_other_rows() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("ATTACH ':memory:' AS other")
    connection.execute("CREATE TABLE other.languages (passage INTEGER PRIMARY KEY, language TEXT)")
    rows = [(4, "fr"), (6, "de"), (9, "ru")]
    connection.executemany("INSERT INTO other.languages VALUES (?, ?)", rows)
    passage_languages.TABLES.make(connection)
    passage_languages.copy_languages(connection, 5, 9, 0)
    assert languages_in(connection) == ["en", "de", "en"]
