"""Reads files, each by its format, and cleans what they hold.

In: the bytes of files.
Out: the cleaned documents in each, and in words for a person what could not be read.
Unknown here: where files are found, and what becomes of their documents.
"""
