"""The files that documents were read from, given out only with the bytes that were indexed.

In: the id of a document, and the store of a generation.
Out: the bytes of its file; pages of it as pictures, and where on them a quote stands.
Unknown here: HTTP, questions and answers, and how files become documents.
"""
