"""Reads electronic books in EPUB.

In: the bytes of a book.
Out: its raw document, with a place for each chapter.
Unknown here: where the book came from, and how its text is cleaned and split.
"""
