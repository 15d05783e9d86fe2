"""Reads data that people keep texts in: JSON, JSON Lines, notebooks, XML.

In: the bytes of a file of data.
Out: its raw documents, one for each record where the file is a list of records.
Unknown here: where the file came from, and how its text is cleaned and split.
"""
