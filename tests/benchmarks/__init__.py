"""Pincite beside its peers, on the same passages with the same weights: how well, how fast.

Never part of passing or failing. Needs the extra `bench`; a peer that is not installed is left
out, and the report says so.
"""
