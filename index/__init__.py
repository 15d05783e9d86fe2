"""Documents on disk, made searchable: reading, splitting, encoding, storing, searching."""
