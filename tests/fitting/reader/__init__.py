"""Train a reader anew: data sets -> labelled passages -> rows of tokens -> weights.

In: public sets of questions, the fit sets, and the packaged encoder.
Out: a `reader.safetensors` that `PINCITE_READER` can name.
Unknown here: the evaluation sets that nothing may learn from, and how answers are composed.
"""
