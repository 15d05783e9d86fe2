"""Which language a text is in. Read telling.py first.

In: a text, and perhaps what its file says of it.
Out: the ISO 639-1 code of a language; whether a word is one of its function words.
Unknown here: where sentences end, how words are stemmed, documents and files.
"""
