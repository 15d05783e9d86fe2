"""Reads web pages and electronic books: the text without menus, banners and the like.

In: the bytes of an HTML page, of a page saved with all its parts, or of an EPUB.
Out: its raw document.
Unknown here: where the file came from, and how its text is cleaned and split.
"""
