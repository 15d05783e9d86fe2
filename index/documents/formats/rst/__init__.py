"""Reads reStructuredText, as the documentation of much software is written in it.

In: the text of a file.
Out: its raw document.
Unknown here: where the text came from, and what lies beside it: nothing is included.
"""
