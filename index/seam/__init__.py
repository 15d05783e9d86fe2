"""What a generation holds, whatever keeps it: the protocols that each home of an index fulfils.

In: nothing; the files of storage fulfil them, and so does Milvus.
Out: the names and promises by which searches, answers and builds read a generation.
Unknown here: files, databases, networks, and which generation is current.
"""
