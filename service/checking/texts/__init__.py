"""Checks the sentences of anybody's text by documents. Read checker.py first.

In: a text or claims, and the current generation, or documents that come with the text.
Out: of each sentence whether they support it, contradict it or do not mention it, and where.
Unknown here: how a sentence is judged by its evidence, and what a request or a terminal looks like.
"""
