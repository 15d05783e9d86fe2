"""Train the listener, which hears how well a reading goes on from what was said.

In: the rows of `tests.fitting.followups collect`, and the data that a reader is trained on.
Out: a `listener.safetensors`, and what two listeners, each trained on one half of the
conversations, say of the other half.
Unknown here: how the weights of readings are fitted beside it.
"""
