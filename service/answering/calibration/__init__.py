"""How sure an answer is, and what a confidence was worth on questions whose answers are known.

In: the evidence of an answer; its confidence, and the models that it comes from.
Out: the confidence; how many answers of about this confidence were right, and of how many.
Unknown here: which sentences are quoted, and how the table is measured.
"""
