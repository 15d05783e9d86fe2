"""Judges how likely a passage is to hold the answer to a question.

In: a question with its vectors, and candidate passages with what the store knows of them.
Out: the signals of passages and sentences, the log-odds of passages, and the hits of a search.
Unknown here: how candidates are found, files and folders, and how an answer is made.
"""
