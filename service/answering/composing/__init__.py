"""Chosen sentences -> a whole answer. Read compose.py first.

In: the selection, the question, the texts of a generation, and when the work began.
Out: what is quoted, from which of several copies, and the text with both ends of each citation.
Unknown here: how sentences are found, scored and chosen.
"""
