"""Reads web pages: the text without menus, banners and the like.

In: the bytes of a page.
Out: its raw document.
Unknown here: where the file came from, and how its text is cleaned and split.
"""
