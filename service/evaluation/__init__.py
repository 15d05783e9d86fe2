"""How well the service answers: asks a folder of judged questions and counts.

In: a folder in BEIR layout, the Answerer, and the Searcher of the index to ask.
Out: measures, and the questions that went wrong, as JSON or as lines for a terminal.
Unknown here: HTTP, how the corpus is indexed, and where the lines are printed.
"""
