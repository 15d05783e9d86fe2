"""SQLite files: made and read, the tables of later formats in them, and conditions in SQL.

In: a path or a connection, and what the tables are; what a document must meet.
Out: the file, new or open to many threads; its tables, empty; the condition as SQL knows it.
Unknown here: what they hold, and who reads it.
"""
