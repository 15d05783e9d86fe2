"""Keeps where the documents of a store come from, and what came of each file under the roots.

In: the origin of each document, by row, and an entry for each file; later a question about them.
Out: origins by row, and the files by status.
Unknown here: texts and vectors, and how files are found and read.
"""
