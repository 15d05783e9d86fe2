"""Claims of sentences, and whether two of them agree or contradict each other.

In: the text of one sentence.
Out: its numbers and dates, and its claim, which can be compared with another claim.
Unknown here: questions, documents, and where the sentence stands.
"""
