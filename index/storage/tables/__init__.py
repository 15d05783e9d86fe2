"""Makes the tables of a store that came with later formats, and says conditions in SQL.

In: a connection to a store, and what the tables are; what a document must meet.
Out: the tables, empty; the condition as SQL knows it.
Unknown here: what they hold, and who reads it.
"""
