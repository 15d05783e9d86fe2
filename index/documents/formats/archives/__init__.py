"""Reads archives of files: what is in each file, which is a part of the archive.

In: the bytes of an archive, and the reader for what is in it.
Out: the raw documents of its files, and a report of each file that cannot be read.
Unknown here: the formats of the files, and what becomes of their texts.
"""
