"""Claims of sentences, and whether two of them agree or contradict each other.

In: the text of one sentence, and the titles, headings and sentences above it.
Out: its numbers and dates, the pronoun by which it points back, and its claim, which can be
compared with another claim.
Unknown here: questions, documents, and where the sentence stands.
"""
