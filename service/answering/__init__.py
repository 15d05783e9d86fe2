"""From a question to a cited answer. Read answerer.py first."""
