"""Has the work of a build done by a Ray cluster: many processes, on one machine or on many.

In: the files, documents and passages of a build, and the address of a cluster.
Out: what came of each, whatever process or node is lost on the way.
Unknown here: what is new and what is kept, how a generation is written, and the terminal.
"""
