"""The words of a text as the index knows them. Read analysis.py first.

In: texts, and the language of each.
Out: their terms, which are stems, and the ways in which a question's words may stand in an index.
Unknown here: documents, passages, and how terms are searched.
"""
