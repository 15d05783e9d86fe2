"""Keeps which documents of a store are nearly the same, and which one replaces another.

In: the text of each document, and what it says of its successor.
Out: the cluster of a document, its copies, the passages in which they say a thing; its successor.
Unknown here: questions, vectors, and how a document was read.
"""
