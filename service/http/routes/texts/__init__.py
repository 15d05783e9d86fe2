"""The routes to the texts of the documents: the list, a whole text, the pieces around quotes.

In: ids, versions and spans of documents.
Out: their texts, with blocks, links and places, in the types that the OpenAPI schema describes.
Unknown here: how a text is stored, and which piece of it belongs around a quote.
"""
