"""The LLM's server: asked in time, within limits, and only as often as the settings allow.

In: messages, and the moment by which the reply must be whole.
Out: the reply's text as it comes; or what went wrong, in plain words.
Unknown here: questions, evidence, and what becomes of the text.
"""
