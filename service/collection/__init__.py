"""What somebody wants who asks for no fact: a greeting, the list of documents, a summary.

In: a question, and the Searcher of the current generation with the filter of the question.
Out: its Intent, learned from examples, and the Answer to one about the collection.
Unknown here: how a sentence is chosen that answers an ordinary question, conversations, HTTP.
"""
