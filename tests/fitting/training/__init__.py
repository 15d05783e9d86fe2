"""What the trainings of the networks share.

In: batches, and what the loss of each is.
Out: trained weights, and the loss of each step.
Unknown here: what is learned.
"""
