"""A data folder and its database -> one file, and back.

In: a data folder that servers and builds may use meanwhile; a database of either kind.
Out: a file that holds one moment of them, each part with its SHA-256; or an empty folder filled.
Unknown here: what documents, answers and keys mean.
"""
