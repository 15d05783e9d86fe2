"""Whether evidence supports a sentence that somebody else wrote.

In: claims, each with the texts that are to support it.
Out: of each, whether they support it, contradict it or do not mention it, and why.
Unknown here: who wrote the claims, and how their evidence was found.
"""
