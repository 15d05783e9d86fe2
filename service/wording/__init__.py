"""An answer in the words of an LLM, each sentence checked against what it cites.

In: a quoted answer with its evidence, and the LLM server of the settings.
Out: the worded answer, sentence by sentence; or the quoted one, and why.
Unknown here: HTTP requests to Pincite, conversations, and how evidence is found.
"""
