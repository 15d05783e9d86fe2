"""Which of the evidence to quote, and what has to be quoted with it.

In: the question and the evidence, best first.
Out: the sentences to quote, what says the same elsewhere, and where they contradict each other.
Unknown here: how evidence is scored, and the text of the answer.
"""
