"""Several documents that say the same thing, or one thing in two versions: which of them speaks.

In: sentences that may answer, the chosen sentences, and what the store knows of their documents.
Out: the same with those of newer documents first, and cited from the best of several copies.
Unknown here: how sentences are compared and chosen, and the answer's text.
"""
