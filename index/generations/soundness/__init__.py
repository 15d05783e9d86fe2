"""Whether what a generation says of its documents fits their texts.

In: the texts of a generation, with shapes and signatures.
Out: a message for each document that is not as it must be.
Unknown here: files, hashes, vectors, and where generations lie.
"""
