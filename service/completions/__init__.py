"""Chat completions in OpenAI's shape, for the clients that speak it.

In: the body of a request for a chat completion, and later the Answer to its question.
Out: the question and what was said before it; the completion, whole or as chunks.
Unknown here: HTTP, the index, and how questions are understood and answered.
"""
