"""Reads PPTX: slides of PowerPoint.

In: the bytes of a file.
Out: its raw document, with each slide and its notes as places.
Unknown here: other office formats, and where the file came from.
"""
