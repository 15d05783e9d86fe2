"""Tells from where characters stand on their pages which of them are one line, paragraph, block.

In: the characters or lines of each page, with their boxes and fonts.
Out: the blocks of the document, in the order of reading, each line with its page.
Unknown here: PDFium, and how the characters were found.
"""
