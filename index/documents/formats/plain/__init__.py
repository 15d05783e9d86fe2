"""Reads plain text: what its lines look like tells its blocks.

In: a text without markup.
Out: its raw document.
Unknown here: where the text came from, and how it is cleaned and split.
"""
