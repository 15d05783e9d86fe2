"""Speaks to Milvus: addresses, calls with deadlines, rows and records of collections.

In: where a Milvus is; rows to insert, keys and conditions to look for.
Out: rows, scores and records; StoreAway and CollectionGone where there are none.
Unknown here: what generations hold, and which of them is current.
"""
