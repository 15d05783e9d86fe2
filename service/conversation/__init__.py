"""Conversations: follow-ups understood, turns kept, recalled and exported.

In: a question with its conversation, and a function that answers stand-alone questions.
Out: the answer with its place in the conversation; former turns, with the quotes that still stand.
Unknown here: HTTP requests and API keys (an owner is only a name), and how answers are found.
"""
