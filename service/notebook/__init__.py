"""The answerer in a few lines of Python, with results that a notebook shows.

In: a folder, questions and texts from a program.
Out: answers, passages and checks, as records, as plain text and as HTML.
Unknown here: HTTP, keys, and who runs the program.
"""
