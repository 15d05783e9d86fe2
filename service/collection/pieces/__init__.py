"""What of a document may be quoted by itself: a sentence, or a lead-in with what it introduces.

In: blocks of a document with their places, and the sentences of its passages.
Out: the pieces of each block, with how much of a list they leave out.
Unknown here: questions, the index, which of the pieces a reply quotes.
"""
