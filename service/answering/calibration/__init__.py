"""What a confidence was worth when it was measured, on questions whose answers are known.

In: the confidence of an answer, and the models that it comes from.
Out: how many answers of about this confidence were right, and of how many; or nothing.
Unknown here: how a confidence is worked out, and how the table is measured.
"""
