"""What the settings and the keys say of web addresses, checked when it is set.

In: a text that somebody has typed.
Out: the same text, or what is wrong with it in plain words.
Unknown here: settings, keys, requests.
"""
