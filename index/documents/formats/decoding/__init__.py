"""Takes bytes apart, for the readers of all formats: text in its encoding, archives, XML.

In: the bytes of a file or of a member of an archive.
Out: characters, the members of an archive, or a tree of elements, within limits.
Unknown here: formats, documents, and what any of it means.
"""
