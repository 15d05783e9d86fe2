"""Conversations: what a follow-up asks, and what is kept of a turn. Read readings.py first."""
