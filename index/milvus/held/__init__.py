"""What a generation holds, as it lies in Milvus: written from a generation, and read as one.

In: a generation from any home; a connection, and the names of collections.
Out: the same generation in Milvus: texts, vectors and words by row, rows by similarity or words.
Unknown here: which generation is current, who builds, and how passages are ranked.
"""
