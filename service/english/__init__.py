"""Reads English: a grammar over the parts of speech that a learned tagger tells.

In: the text of one sentence or one question.
Out: its words with their parts of speech, its noun phrases, and a question taken apart.
Unknown here: conversations, documents, answers, and what the text is read for.
"""
