"""Reads tables of numbers and words: XLSX, XLSB, XLS, ODS, CSV and TSV.

In: the bytes of a file.
Out: its raw document: each row a block under the row that names its columns, sheets and rows as
     places.
Unknown here: where the file came from, and how its text is cleaned and split.
"""
