"""Generations in Milvus, of which an alias makes one current.

In: the files of a new generation, from a build; the address of a Milvus.
Out: the generation in Milvus, published in one step, or opened for reading.
Unknown here: where documents come from, and how results are ranked.
"""
