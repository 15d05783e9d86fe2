"""Where an index lives: in files of the data folder, or in Milvus; and how it moves between them.

In: the settings; two homes.
Out: the home that the settings name; a generation of one home carried into another.
Unknown here: what documents say, and how they are built or searched.
"""
