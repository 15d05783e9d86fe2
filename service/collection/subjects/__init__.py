"""What the subject of a question about the collection says: which words documents are to mention.

In: a question, and the words of it that a model takes for the subject.
Out: the whole subject, taken apart into what is to be mentioned and what is not; its places.
Unknown here: the models, the index, how a reply is worded.
"""
