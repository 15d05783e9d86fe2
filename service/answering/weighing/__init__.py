"""Weighs what a search found: how well each sentence, item, row or block of code answers.

In: the question's text and terms, the passages found, and the reader.
Out: the evidence, best first: what may be quoted, with its score and the heading it needs.
Unknown here: how much is quoted, and what an answer looks like.
"""
