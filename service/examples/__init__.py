"""Finds example questions: made from sentences of the documents, and kept if these answer them.

In: an open generation of the index, and the answerer.
Out: a few questions, each with the document that answers it.
Unknown here: conversations, HTTP, and how the index is built or kept.
"""
