"""What earlier builds knew of the files, so that what did not change is not read again.

In: the generation before, and where files and objects lie now.
Out: the entry and the documents of a file; the bytes of an object that has its stamp still.
Unknown here: how files are found and read, and what a build makes of them.
"""
