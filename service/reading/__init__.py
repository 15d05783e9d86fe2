"""Read a question together with a passage, and say which of its sentences answer.

In: a question, and a few passages with the spans of their sentences.
Out: for each sentence a logit that it answers, and where in it the short answer stands.
Unknown here: how the passages were found, and what becomes of what was read.
"""
