"""Makes blocks of the lines of all pages, and one text of the blocks.

In: the lines of each page, and what its type looks like.
Out: the text and its shape, with a place for each page.
Unknown here: PDFium, and how the lines were found.
"""
