"""Reads Markdown and its kin: the text without markup.

In: the text of a Markdown or MDX file.
Out: its raw document.
Unknown here: where the text came from, and how it is cleaned and split.
"""
