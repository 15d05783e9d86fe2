"""Keeps the files that were given to Pincite, rather than found in a folder.

In: the bytes of a file, the name that it came with, and who gave it.
Out: the file's id, and the list of all that are kept, which every build reads.
Unknown here: how files are read and indexed, and who may give them.
"""
