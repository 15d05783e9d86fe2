"""Reads DOCX: texts of Word.

In: the bytes of a file.
Out: its raw document.
Unknown here: other office formats, and where the file came from.
"""
