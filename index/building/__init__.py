"""The steps of a build, each a function or a value; `steps` runs them in order.

In: the files or documents to index, and the generation before.
Out: the passages of the next generation, which of them to encode, and a report of the build.
Unknown here: how files become generations on disk, how anything is searched, and the terminal.
"""
