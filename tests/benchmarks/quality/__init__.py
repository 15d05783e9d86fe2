"""How well Pincite and its peers find the right documents."""
