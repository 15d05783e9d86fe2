"""Clients that others wrote, against a running server."""
