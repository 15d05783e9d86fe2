"""Reads PDF: the text in the order of reading, in blocks, each with the page that it stands on.

In: the bytes of a PDF or of a picture, and its password where it has one.
Out: its raw document; for the viewer, a page as a picture, and where on its page a quote stands.
Unknown here: where the file lies, and how its text is cleaned beyond the page and split.
"""
