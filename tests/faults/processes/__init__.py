"""Processes that are killed, that meet each other, and that are asked meanwhile."""
