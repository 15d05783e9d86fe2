"""The texts of several stores as one, and what hangs on all their documents together.

In: the stores of a generation, in order; what came of its files.
Out: their documents and passages by rows of all, as index.seam tells; the file about them.
Unknown here: which stores a generation has and why, vectors, and how documents are read.
"""
