"""Reads trees of HTML elements, of whatever format they come from: pages, books, documentation.

In: markup, or a tree of elements.
Out: the tree without what is not seen, and its blocks, appended to a text.
Unknown here: which part of a page is its main text.
"""
