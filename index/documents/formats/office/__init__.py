"""Reads RTF, and holds what the readers of DOCX, PPTX, ODT and ODP in its rooms have in common.

In: the bytes of a file, or elements of one.
Out: its raw document, or what an element says: the rows of a table, a formula, a title, a number.
Unknown here: where the file came from, and how its text is cleaned and split.
"""
