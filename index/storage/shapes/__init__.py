"""Keeps the shapes of documents in a store: blocks, links and places, found by where they stand.

In: the shape of each document, by its row; later a document and a span of its text.
Out: the blocks, links and places that touch the span, and those that the blocks stand under.
Unknown here: texts, passages and vectors, and which format gave a document its shape.
"""
