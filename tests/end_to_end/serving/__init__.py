"""A server that runs, without a model: its process, its memory, its streams."""
