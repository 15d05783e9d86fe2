"""The faults, the builds they are put into, and what must hold after them. No test is in here."""
