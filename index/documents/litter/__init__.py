"""Tells what nobody wrote to be read, wherever files lie: folders, archives, object storage.

In: the names on the way to a file or a folder.
Out: why it is passed over, if it is.
Unknown here: what lies there, and what the user wants left out or taken.
"""
