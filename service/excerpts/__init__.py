"""A span of a document -> the piece of the document in which it should be read.

In: the store of a generation, the row of a document, a span of its text.
Out: a piece of the text with its blocks and links, and what it stands under further above.
Unknown here: answers, questions, HTTP.
"""
