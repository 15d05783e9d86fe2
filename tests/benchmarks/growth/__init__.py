"""What growing to a million sentences costs: to publish, to open, to ask, in memory and on disk.

Nobody encodes a million sentences to try this. The evaluation corpora are taken as they are, with
their vectors; beyond them, `generator` recombines their texts and `standin` their vectors.
"""

SIZES = (1_000, 10_000, 100_000, 1_000_000)
