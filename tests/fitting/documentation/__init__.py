"""Real documentation, and what people ask of it: in conversations, and one question alone."""
