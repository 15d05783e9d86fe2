"""What a question asks, taken apart once, and the passages that a search finds for it.

In: the text of a question, and the Searcher of a generation.
Out: the Question, with its abbreviations written out as the documents do, and what was found.
Unknown here: which sentence of a passage answers.
"""
