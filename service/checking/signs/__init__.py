"""Signs that evidence does not say what a sentence says, a kind of them in each file.

In: a sentence and the sentences of its evidence, parsed.
Out: what in the sentence the evidence lacks, or says otherwise.
Unknown here: how much each sign counts, and where the evidence comes from.
"""
