"""The passages of the next generation: split where documents changed, their vectors kept or made.

In: documents as they are read, and the generation before.
Out: the passages of each document, which of them to encode, and where all vectors are.
Unknown here: files and how they are read, and how a generation is written and published.
"""
