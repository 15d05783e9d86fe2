"""The kinds of follow-ups, a file each, with a function `read` that yields what one may mean.

In: a follow-up, parsed, and what was said before it.
Out: stand-alone questions, each with what grammar says for and against it.
Unknown here: the documents, and which of the questions is meant.
"""
