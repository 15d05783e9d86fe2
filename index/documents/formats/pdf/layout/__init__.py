"""Tells from where characters stand on a page which of them are one line, one column, one table.

In: the characters or lines of each page, with their boxes and fonts.
Out: lines and tables in the order of reading, without what runs from page to page.
Unknown here: PDFium, how the characters were found, and what a paragraph is.
"""
