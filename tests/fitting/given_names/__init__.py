"""Makes the list of given names."""
