"""Reads messages: what was written, by whom and when; a document a message, and its attachments.

In: the bytes of a file of one message or several, and the reader for what is attached.
Out: its raw documents, those of the attachments too, and reports of what cannot be read.
Unknown here: how attachments of other formats are read, and cleaning and splitting.
"""
