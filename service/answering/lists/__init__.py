"""Which blocks of a document make up a list or a table, how much of a long one is quoted, and which
short lines belong to others.

In: the blocks around a lead-in, an item, a row or a value.
Out: the blocks of its list, the first few of these, how many more there are, what belongs to it.
Unknown here: questions, evidence, and what an answer looks like.
"""
