"""Keeps the shapes of documents in a store, and what the sentences of each passage stand under.

In: the shape of each document and the context of each passage, by row; later a span of a text.
Out: the blocks, links and places that touch the span, those that the blocks stand under; contexts.
Unknown here: texts and vectors, and which format gave a document its shape.
"""
