"""What words mean and how they are inflected, looked up in data files.

In: a word.
Out: its parts of speech, the sorts of things that it may stand for, and its forms.
Unknown here: sentences, and what a word is looked up for.
"""
