"""The routes to texts: the list of documents, a whole text, the pieces around quotes, checks.

In: ids, versions and spans of documents; somebody's text or old answer.
Out: the documents' texts, with blocks, links and places; what they say of somebody's text.
Unknown here: how a text is stored or judged, and which piece of it belongs around a quote.
"""
