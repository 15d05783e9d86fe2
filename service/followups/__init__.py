"""Turns a follow-up such as "and why?" into a question that stands alone.

In: a question, and the turns of its conversation before it, with what they quoted.
Out: the stand-alone questions that it may mean, and of these the one that the documents answer.
Unknown here: how a conversation is kept, how documents are searched, and HTTP.
"""
