"""What was said before: the turns, what they named, and the words and moves that refer to them.

In: the questions and answers of a conversation.
Out: the things that they named, and which move in the conversation a follow-up is.
Unknown here: what a follow-up means.
"""
