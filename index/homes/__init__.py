"""Where an index lives: in files of the data folder, or in Milvus.

In: the settings.
Out: the home that they name.
Unknown here: what a generation holds, and how it is built or searched.
"""
