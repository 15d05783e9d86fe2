"""Lists and fetches files of object storage, by fsspec and s3fs.

In: a place in object storage, and patterns of the files to index.
Out: the files there with their stamps, and their bytes.
Unknown here: what formats are, what was indexed before, and what becomes of the bytes.
"""
