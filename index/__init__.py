"""Documents on disk, made searchable: read, split, encoded, stored and searched."""
