"""Turns files into clean text, and text into passages of whole sentences, with offsets throughout.

In: folders and files on disk, or raw documents that lie in no file.
Out: documents of clean text; the passages of each and the sentences in them, as spans of its text.
Unknown here: vectors, indexes and generations; of the encoder, only how many tokens it counts.
"""
