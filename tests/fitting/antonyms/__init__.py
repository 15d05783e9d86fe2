"""The recipe of the words of opposite meaning."""
