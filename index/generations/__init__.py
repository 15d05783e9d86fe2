"""Generations: complete versions of the index on disk, of which one is current.

In: the texts and vectors of a new generation; a data folder with earlier ones.
Out: a generation published in one step, or one that was verified and is open for reading.
Unknown here: where documents come from, which vectors are reused, and how results are ranked.
"""
