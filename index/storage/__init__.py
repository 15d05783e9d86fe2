"""Writes and reads what one generation holds: texts, vectors, words and the list of documents.

In: documents with their passages, their vectors block by block, and the files that these become.
Out: texts and vectors by row number, rows by similarity or by words, documents by filter.
Unknown here: which generation is current, how vectors are made, and how passages are ranked.
"""
