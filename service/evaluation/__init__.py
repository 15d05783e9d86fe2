"""How well the service answers: asks a folder of judged questions and counts.

In: a folder in BEIR layout; the parts that answer.
Out: measures, and the questions that went wrong, as JSON or as lines for a terminal.
Unknown here: HTTP, how an index is made, and where the lines are printed.
"""
