"""Reads what a Markdown file says of itself above its text: title, date, authors, tags.

In: the text of a file.
Out: its fields, and where the text begins.
Unknown here: Markdown itself.
"""
