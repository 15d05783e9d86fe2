"""Reads plain text that was printed or converted page by page: its pages' heads and feet go.

In: a text without markup.
Out: its raw document, and the lines that are cut out of it.
Unknown here: what the lines of a page are, beside those that run from page to page.
"""
