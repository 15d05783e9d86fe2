"""Building the index while the server answers, in a process of its own.

In: the settings of the index, and the wish to index its folders again.
Out: a new generation on the disk, and how far it is.
Unknown here: HTTP, questions and answers.
"""
