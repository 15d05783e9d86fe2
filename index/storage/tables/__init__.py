"""Makes the tables of a store that came with later formats, and stands in for those it lacks.

In: a connection to a store, and what the tables are.
Out: the tables, empty.
Unknown here: what they hold, and who reads it.
"""
