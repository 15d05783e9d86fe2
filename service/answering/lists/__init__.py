"""Which blocks of a document make up a list or a table, and how much of a long one is quoted.

In: the blocks around a lead-in, an item or a row.
Out: the blocks of its list, the first few of these, and how many more there are.
Unknown here: questions, evidence, and what an answer looks like.
"""
