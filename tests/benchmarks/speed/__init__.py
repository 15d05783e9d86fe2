"""How fast Pincite and its peers index, answer and start, and what memory they take."""
