"""Cuts a document's text into passages of whole sentences. Read split.py first.

In: a text with its blocks, the encoder's count of tokens, the passages of the version before.
Out: passages, in order, each with its sentences and with what these stand under.
Unknown here: files and formats, what is cut away, vectors and the store.
"""
