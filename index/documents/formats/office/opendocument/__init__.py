"""Reads ODT and ODP: texts and slides of OpenDocument, as LibreOffice writes them.

In: the bytes of a file.
Out: its raw document, with slides as places.
Unknown here: other office formats, and where the file came from.
"""
