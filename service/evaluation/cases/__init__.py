"""How well small cases are answered: a question or a conversation, each with documents of its own.

In: a folder of cases; the models, and the parts that answer.
Out: what became of each question, and figures, as JSON or as lines for a terminal.
Unknown here: HTTP, how documents are encoded, and where the lines are printed.
"""
