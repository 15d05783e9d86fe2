"""Who waits for a slot to be worked on in, and who is next: in turns, so that nobody crowds out.

In: senders, each with the key and the address that it sends from.
Out: a slot in time, or a refusal.
Unknown here: what is asked, and what a refusal looks like over HTTP.
"""
