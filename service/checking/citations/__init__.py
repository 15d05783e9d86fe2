"""Checks whether the citations of an answer that somebody kept still stand.

In: an answer as JSON that may come from anybody, and the current generation.
Out: of each citation whether its quote stands, moved, changed or is gone, and where it is now.
Unknown here: whether the quotes support what the answer says.
"""
