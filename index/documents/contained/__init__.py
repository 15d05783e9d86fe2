"""Reads files in child processes that may do nothing else, spread over the cores.

In: the bytes of files, each with a name.
Out: what came of each: cleaned documents, what was cut, reports of parts, or why it failed.
Unknown here: where files lie, and what becomes of their documents.
"""
