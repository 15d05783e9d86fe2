"""Cuts a sentence into words and tells the part of speech of each, by a learned model.

In: the text of one sentence or one question.
Out: its words and marks, and for each a label of the treebank that the model was fitted on.
Unknown here: what a part of speech is asked for.
"""
