"""Finds evidence that cannot answer: it says the contrary, or it speaks of another thing.

In: the question and the evidence that was weighed.
Out: the places of what says the contrary, is of another thing or by another person, or is empty.
Unknown here: how well anything answers.
"""
