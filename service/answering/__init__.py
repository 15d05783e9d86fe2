"""From a question to a cited answer. Read answerer.py first.

In: a question that stands by itself, and the Searcher of the current generation.
Out: an Answer (service.records), every citation of it checked, with its timings.
Unknown here: HTTP requests, conversations, and what becomes of the answer.
"""
